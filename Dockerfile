# Two stages: one builds an environment from the hashed locks, the other has nothing but that.
FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_CACHE=1
WORKDIR /source
COPY requirements-setup.lock requirements.lock requirements-dev.lock ./
RUN python -m venv /opt/build && /opt/build/bin/pip install --require-hashes -r requirements-setup.lock \
 && python -m venv --without-pip /opt/muster \
 && /opt/build/bin/uv pip install --python /opt/muster/bin/python --require-hashes -r requirements.lock
COPY . .
# The build backend, too, is pinned and checked: the development lock names it.
RUN /opt/build/bin/uv build --wheel --require-hashes --build-constraints requirements-dev.lock --out-dir /dist \
 && /opt/build/bin/uv pip install --python /opt/muster/bin/python --no-deps --no-index /dist/*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data muster
COPY --from=build /opt/muster /opt/muster
ENV PATH=/opt/muster/bin:$PATH PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 PORT=3000 DATABASE_URL=sqlite:////data/muster.db
USER muster
WORKDIR /data
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD \
    python -c "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"
ENTRYPOINT ["muster"]
CMD ["serve"]
