#!/bin/sh
# A throwaway PostgreSQL for a test run: in a temporary folder, on a Unix socket only, gone when nobody uses it.
#
#   postgres.sh bin           prints the folder of the server's programs; fails where there are none
#   postgres.sh keep STATE    runs a server for as long as STATE/lease exists and was touched in the last ten minutes;
#                             STATE/socket holds the folder of its socket once it answers
#
# SCHAKEL_TEST_POSTGRES_BIN names another folder of programs, to test on another version;
# SCHAKEL_TEST_POSTGRES_SETTINGS adds settings (`-c name=value`) that win over those below.
set -eu

programs() {
    if [ -n "${SCHAKEL_TEST_POSTGRES_BIN:-}" ]; then
        echo "$SCHAKEL_TEST_POSTGRES_BIN"
        return
    fi
    # Debian keeps them off the PATH; the newest version wins.
    newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then
        echo "$newest"
    elif on_path=$(command -v initdb); then
        dirname "$on_path"
    else
        echo "no PostgreSQL server found; install the package \`postgresql\`" >&2
        return 1
    fi
}

# The server refuses to run as root: `as_owner` is what stands before its commands (words, not a function, so that
# the shell becomes the server and its process id is the server's).
choose_owner() {
    owner=$(id -un) as_owner=''
    if [ "$(id -u)" = 0 ]; then
        if id postgres >/dev/null 2>&1; then owner=postgres; else owner=nobody; fi
        as_owner="setpriv --reuid=$(id -u "$owner") --regid=$(id -g "$owner") --clear-groups"
    fi
}

make_home() {
    home=$(mktemp -d "${TMPDIR:-/tmp}/schakel-pg.XXXXXX")
    chown "$owner" "$home"
    # The folder is closed to all others (mktemp made it so): that is what makes `trust` safe.
    cd "$home"
    $as_owner "$bin/initdb" --pgdata=data --username=schakel --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
}

start() {
    # Nothing here has to survive a power cut, so nothing waits for the disk; no autovacuum, since its workers would
    # keep templates from being cloned.
    # shellcheck disable=SC2086 # several settings
    $as_owner "$bin/postgres" -D data -k "$home" \
        -c listen_addresses= -c max_connections=300 -c shared_buffers=128MB \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off \
        -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=256MB -c min_wal_size=80MB \
        ${SCHAKEL_TEST_POSTGRES_SETTINGS:-} >log 2>&1 &
    server=$!
}

await_answer() {
    tries=0
    until "$bin/pg_isready" --quiet --host="$home" --username=schakel --dbname=postgres; do
        tries=$((tries + 1))
        if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
            echo "the server did not start:" >&2
            tail -n 20 log >&2
            return 1
        fi
        sleep 0.1
    done
}

wanted() {
    [ -e "$state/lease" ] && [ -z "$(find "$state/lease" -mmin +10 2>/dev/null)" ]
}

stop() {
    trap - EXIT INT TERM HUP
    rm -f "$state/socket"
    if [ -n "$server" ]; then
        kill -INT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    if [ -n "$home" ]; then rm -rf "$home"; fi
    exit "${1:-0}"
}

keep() {
    state=$1 home='' server=''
    bin=$(programs)
    choose_owner
    trap 'stop $?' EXIT
    trap 'stop 0' INT TERM HUP
    make_home
    start
    await_answer
    printf '%s' "$home" >"$state/socket.new"
    mv "$state/socket.new" "$state/socket"
    while wanted && kill -0 "$server" 2>/dev/null; do sleep 1; done
}

case "${1:-}" in
    bin) programs ;;
    keep) keep "$2" ;;
    *) sed -n 's/^#   //p' "$0" >&2; exit 2 ;;
esac
