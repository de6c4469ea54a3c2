# Two stages: one that installs, one that runs. The second holds no compiler, no package cache and no root process.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/guildhall HOST=0.0.0.0 PORT=8000
RUN useradd --system --uid 10001 --home-dir /var/lib/guildhall --create-home guildhall
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
# Static files are part of the image. The settings want a few values to be read at all; none of these is kept.
RUN python -m house.messages && STATIC_ROOT=/app/staticfiles DEMO=on SECRET_KEY=building python manage.py collectstatic --no-input
ENV STATIC_ROOT=/app/staticfiles
USER guildhall
VOLUME /var/lib/guildhall
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=40s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz/', timeout=5)"]
CMD ["python", "-m", "house.role", "web"]
