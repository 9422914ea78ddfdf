# The everyday commands; `just` alone lists them. Without just, copy the line below a name.

set shell := ["bash", "-euo", "pipefail", "-c"]

_list:
    @just --list --unsorted

# run the demo: embedded databases in ./data, GraphQL and GraphiQL on 127.0.0.1:8080
demo *arguments:
    cargo run -- demo --data data {{ arguments }}

# the whole check, as CI runs it
test:
    ./test

# the tests alone; words choose among them: `just t kit::logs`
t *words:
    cargo nextest run --workspace {{ words }}

# is it worth running the tests? a quick answer while writing
check:
    cargo clippy --workspace --all-targets

# format everything
fmt:
    cargo fmt

# write the SDL of the five subgraphs as the code exports it
sdl:
    UPDATE=1 cargo nextest run --workspace sdl

# compose the checked-in SDL into api/supergraph.graphql
compose: peers
    npm --prefix tests/peers run --silent compose

# rewrite the permission matrix and the other compared files; lists of exceptions only shrink. Read the diff!
matrix:
    UPDATE=1 cargo nextest run --workspace matrix

# look at changed snapshots and accept them one by one (cargo install cargo-insta)
snapshots:
    cargo insta test --workspace --test-runner nextest --review

# the long runs on decisions: 1,000,000 questions to the rules, and as many (some hours) to the register with its database
oracle:
    SCHAKEL_TEST_QUESTIONS=1000000 cargo test -p schakel --lib naive -- --nocapture
    TESTS_HISTORIES=1600 cargo test -p schakel-tests --test it histories -- --nocapture

# the long runs on the logs: 100,000 damages and forged proofs, 200 kills under load
logs:
    TESTS_LOG_MUTATIONS=100000 cargo test -p schakel --lib logbook::verify::mutations -- --nocapture
    cargo build --workspace
    TESTS_KILLS=200 cargo test -p schakel-tests --test it killing -- --nocapture

# the long runs on streams and signals: 2,000 open streams beside withdrawals, 100,000 changes with kills
streams:
    cargo build --workspace
    TESTS_STROMEN=2000 TESTS_OMKEREN=50 cargo test -p schakel-tests --test it consistency -- --nocapture
    TESTS_CHANGES=100000 cargo test -p schakel-tests --test it flow -- --nocapture

# throughput, latency and CPU beside the floor
bench *arguments:
    tests/bench/run {{ arguments }}

# which lines no test reaches (cargo install cargo-llvm-cov, apt install llvm): target/llvm-cov/html
coverage:
    #!/usr/bin/env bash
    set -euo pipefail
    tools=$(ls -d /usr/lib/llvm-*/bin | sort -V | tail -n 1)
    CARGO_LLVM_COV_SETUP=no LLVM_COV="$tools/llvm-cov" LLVM_PROFDATA="$tools/llvm-profdata" \
        cargo llvm-cov nextest --workspace --html

# install what the tests need from npm
peers:
    npm ci --prefix tests/peers --no-audit --no-fund --loglevel=error

# what a user installs: one optimised binary in target/release
release:
    cargo build --release

# throw the demo's data away; the next start makes it anew
clean-data:
    rm -rf data
