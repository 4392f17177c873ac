# Prystan in a container. Linted, and its basics held by tests/test_packaging.py; NOT YET BUILT OR RUN.

FROM python:3.11-slim AS build
WORKDIR /build
RUN python -m venv /venv
# the lock first: its layer stays while only our own code changes
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY locales locales
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && for po in locales/*/LC_MESSAGES/messages.po; do \
        /venv/bin/pybabel -q compile --use-fuzzy -i "$po" -o "${po%.po}.mo" || exit 1; \
    done

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home prystan \
    && install --directory --owner prystan --group prystan --mode 0700 /data /keys
COPY --from=build /venv /venv
WORKDIR /app
COPY content content
COPY --from=build /build/locales locales
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite+aiosqlite:////data/prystan.db \
    KEY_FILE=/keys/prystan.key \
    HEALTH_FILE=/tmp/prystan.well
USER 10001
# the database and its keys: two volumes, so that whoever copies one has not both
VOLUME ["/data", "/keys"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", \
    "import os, sys, time; sys.exit(os.stat(os.environ['HEALTH_FILE']).st_mtime < time.time() - 60)"]
CMD ["python", "-m", "bot", "run"]
