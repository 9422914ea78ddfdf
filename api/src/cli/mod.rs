//! The commands. Each is a file; this one reads the command line and sets up what all of them need.

mod bewaartermijnen;
mod demo;
mod export;
mod import;
mod inrichten;
mod log;
mod migrate;
mod schemas;
mod serve;
mod sleutel;
mod target;
mod token;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

/// Schakel: one federated GraphQL schema over the records of the parties that help a resident with debts.
#[derive(Debug, Parser)]
#[command(name = "schakel", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs a demo with embedded databases, demo parties, people, keys and records.
    Demo(demo::Demo),
    /// Serves: the whole hub, or one subgraph alone.
    Serve(serve::Serve),
    /// Brings the databases up to date.
    Migrate(target::Target),
    /// Applies an inrichting (parties, grounds, bundles, roles) as a new version of the register.
    Inrichten(inrichten::Inrichten),
    /// Brings in a party's records from a file.
    Import(import::Import),
    /// Writes a delivery of a party's own records to a file.
    Export(export::Export),
    /// Lists, without persons, how many records are kept until when.
    Bewaartermijnen(bewaartermijnen::Bewaartermijnen),
    /// Changes the key that makes ids out of BSNs.
    #[command(subcommand)]
    Sleutel(sleutel::Sleutel),
    /// Checks and exports the logs of disclosures.
    #[command(subcommand)]
    Log(log::Log),
    /// Prints a token signed with the demo keys.
    Token(token::Token),
    /// Prints the supergraph.
    Supergraph,
    /// Prints the schema of one subgraph.
    Sdl(schemas::Sdl),
}

/// Runs the command line; the exit code is the command's.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    log_to_stderr();
    runtime
        .block_on(run(cli.command))
        .unwrap_or_else(|error| fail(&error))
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(demo) => demo.run().await,
        Command::Serve(serve) => serve.run().await,
        Command::Migrate(target) => migrate::run(&target).await,
        Command::Inrichten(inrichten) => inrichten.run().await,
        Command::Import(import) => import.run().await,
        Command::Export(export) => export.run().await,
        Command::Bewaartermijnen(bewaartermijnen) => bewaartermijnen.run().await,
        Command::Sleutel(sleutel) => sleutel.run().await,
        Command::Log(log) => log.run().await,
        Command::Token(token) => token.run(),
        Command::Supergraph => schemas::print_supergraph(),
        Command::Sdl(sdl) => sdl.run(),
    }
}

/// Logs to standard error, so that standard output is the command's own; `RUST_LOG` says how much.
fn log_to_stderr() {
    let filter =
        EnvFilter::builder().with_default_directive(tracing::level_filters::LevelFilter::WARN.into());
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false);
    tracing_subscriber::registry()
        .with(filter.from_env_lossy())
        .with(lines)
        .init();
}

/// Tells why, with every cause, on standard error.
fn fail(error: &anyhow::Error) -> ExitCode {
    say(&mut std::io::stderr(), format_args!("schakel: {error:#}\n"));
    ExitCode::from(2)
}

/// Writes for a person; a reader that hung up stops nothing.
fn say(to: &mut impl std::io::Write, text: std::fmt::Arguments<'_>) {
    if to.write_fmt(text).and_then(|()| to.flush()).is_err() {
        tracing::debug!("nobody reads on");
    }
}
