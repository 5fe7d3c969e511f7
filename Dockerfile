# One image for web, worker, beat and the release step. Fonts and static files are made at build.

FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements-installer.txt requirements.txt ./
RUN python -m venv /opt/venv && python -m venv /opt/installer \
    && /opt/installer/bin/pip install --require-hashes --requirement requirements-installer.txt \
    && /opt/installer/bin/uv pip install --no-cache --python /opt/venv/bin/python --require-hashes --requirement requirements.txt
COPY . .
# The keys live for this one step: collectstatic needs settings that start, and sign nothing.
RUN /opt/venv/bin/python tools/fonts.py \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
       PERSON_DATA_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
       REGISTRY_BACKEND=http REGISTRY_HTTP_URL=https://build.invalid REGISTRY_HTTP_TOKEN=build \
       SCANNER_BACKEND=core.scanning.clamd.ClamdScanner SITE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid \
       DATABASE_URL=postgres://build.invalid/portal REDIS_URL=redis://build.invalid \
       SMS_BACKEND=messaging.backends.kavenegar.KavenegarBackend KAVENEGAR_URL=https://build.invalid KAVENEGAR_KEY=build \
       KAVENEGAR_SENDER=1 KAVENEGAR_CODE_TEMPLATE=build \
       /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p var/media var/run

FROM python:3.11-slim-bookworm
# Debian keeps only its newest build of a package, so a pinned version would break the next build.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
       espeak-ng fonts-dejavu-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 sox \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /app portal
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
RUN chown --recursive portal:portal /app/var
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=asnaf.settings WEB_PROCESSES=2 WEB_THREADS=4 PROMETHEUS_MULTIPROC_DIR=/dev/shm
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py"]
CMD ["sh", "-c", "exec gunicorn --config python:asnaf.web_server --bind 0.0.0.0:8000 --workers $WEB_PROCESSES --threads $WEB_THREADS --timeout 30 --graceful-timeout 20 --max-requests 20000 --max-requests-jitter 2000 --worker-tmp-dir /dev/shm"]
