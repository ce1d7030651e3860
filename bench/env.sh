# How both bench/seed and bench/serve see the outside harness: its database and Redis, our settings for a laptop.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PYTHONPATH="$PWD${PYTHONPATH:+:$PYTHONPATH}" DJANGO_SETTINGS_MODULE=portal.settings KRING_DEMO=1
export DATA="${BENCH_PEER_DIR:-$PWD/var/bench}"
export DATABASE_URL="${DATABASE_URL:-postgres://postgres@127.0.0.1:${BENCH_PG_PORT:?}/${BENCH_DB:?}}"
export REDIS_URL="${REDIS_URL:-redis://127.0.0.1:${BENCH_REDIS_PORT:?}/0}"
mkdir -p "$DATA"
