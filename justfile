# The same commands that CI runs, by name.

default:
    @just --list

# every gate
ci:
    bash .ci/run

# one gate: format, clippy, tests, docs, main_command, features, dependencies
gate NAME:
    bash .ci/run {{NAME}}

# the main job, against the emulator unless AZURE_TENANT_ID is set
posture *ARGS:
    cargo run --example posture -- {{ARGS}}
