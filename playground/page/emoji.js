// A sensible set of emoji by Slack's names.

const TABLE = `
smile 😄 smiley 😃 grinning 😀 blush 😊 wink 😉 joy 😂 slightly_smiling_face 🙂 upside_down_face 🙃 thinking_face 🤔 neutral_face 😐
sweat_smile 😅 heart_eyes 😍 sunglasses 😎 partying_face 🥳 cry 😢 sob 😭 scream 😱 face_with_rolling_eyes 🙄 sleeping 😴 zzz 💤
wave 👋 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 handshake 🤝 point_right 👉
point_left 👈 point_up ☝️ point_down 👇 raised_hand ✋ hand ✋ eyes 👀 writing_hand ✍️ bust_in_silhouette 👤 busts_in_silhouette 👥
heart ❤️ green_heart 💚 blue_heart 💙 purple_heart 💜 broken_heart 💔 sparkles ✨ star ⭐ star2 🌟 fire 🔥 boom 💥 zap ⚡ rainbow 🌈
tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 first_place_medal 🥇 dart 🎯 rocket 🚀 seedling 🌱 palm_tree 🌴 sunny ☀️
sunrise 🌅 sunrise_over_mountains 🌄 crescent_moon 🌙 moon 🌔 cloud ☁️ rain_cloud 🌧️ snowflake ❄️ umbrella ☔ coffee ☕ tea 🍵 cake 🍰
pizza 🍕 beer 🍺 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ heavy_multiplication_x ✖️ negative_squared_cross_mark ❎
no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 warning ⚠️ exclamation ❗ grey_exclamation ❕ question ❓ grey_question ❔ bangbang ‼️
rotating_light 🚨 construction 🚧 red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵
large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_red_square 🟥 large_orange_square 🟧 large_yellow_square 🟨
large_green_square 🟩 large_blue_square 🟦 white_large_square ⬜ black_large_square ⬛ white_medium_square ◻️ black_medium_square ◼️
small_blue_diamond 🔹 small_orange_diamond 🔸 small_red_triangle 🔺 small_red_triangle_down 🔻 arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️
arrow_down ⬇️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrow_forward ▶️ double_vertical_bar ⏸️ pause_button ⏸️
fast_forward ⏩ rewind ⏪ repeat 🔁 leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ arrows_counterclockwise 🔄 hourglass ⌛
hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ clock9 🕘 clock1 🕐 timer_clock ⏲️ watch ⌚ calendar 📆 date 📅 spiral_calendar_pad 🗓️
pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗 memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 page_facing_up 📄 bookmark 🔖 books 📚
bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️
package 📦 inbox_tray 📥 outbox_tray 📤 mailbox 📫 email 📧 envelope ✉️ incoming_envelope 📨 speech_balloon 💬 thought_balloon 💭
mega 📣 loudspeaker 📢 bell 🔔 no_bell 🔕 mute 🔇 speaker 🔈 telephone_receiver 📞 iphone 📱 computer 💻 desktop_computer 🖥️ keyboard ⌨️
bulb 💡 mag 🔍 mag_right 🔎 lock 🔒 unlock 🔓 key 🔑 hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️ nut_and_bolt 🔩 broom 🧹
wastebasket 🗑️ shield 🛡️ scales ⚖️ compass 🧭 world_map 🗺️ earth_asia 🌏 earth_africa 🌍 globe_with_meridians 🌐 house 🏠 office 🏢
factory 🏭 airplane ✈️ car 🚗 train 🚆 bike 🚲 ship 🚢 checkered_flag 🏁 triangular_flag_on_post 🚩 cn 🇨🇳 us 🇺🇸 de 🇩🇪 robot_face 🤖
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟 100 💯 hash #️⃣ information_source ℹ️
new 🆕 up 🆙 cool 🆒 free 🆓 soon 🔜 back 🔙 end 🔚 top 🔝 recycle ♻️ infinity ♾️ heavy_plus_sign ➕ heavy_minus_sign ➖ jigsaw 🧩
thread 🧵 beach_with_umbrella 🏖️ face_with_thermometer 🤒 syringe 💉 baby 👶 snail 🐌 turtle 🐢 bug 🐛 bee 🐝 cat 🐱 dog 🐶 panda_face 🐼
`;

const BY_NAME = new Map();
const cells = TABLE.trim().split(/\s+/);
for (let index = 0; index < cells.length; index += 2) BY_NAME.set(cells[index], cells[index + 1]);

export const QUICK_REACTIONS = ["+1", "white_check_mark", "eyes", "tada", "heart", "pray", "raised_hands", "rocket", "thinking_face", "memo", "dart", "x"];

/** The character for a name, skin tones left out; null when the name is not in the set. */
export function emoji(name) {
  return BY_NAME.get(name.split("::")[0]) ?? null;
}
