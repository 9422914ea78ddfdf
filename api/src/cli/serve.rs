use std::{process::ExitCode, sync::Arc};

use axum::Router;
use clap::Args;
use tokio::task::JoinSet;

use super::{say, target::Target};
use crate::{
    clock::SystemClock,
    config::Config,
    federation::SubgraphName,
    http::{Bounds, router, serve, subgraph_router},
    installation::{Installation, SubgraphProcess},
};

/// Serves the hub, or one subgraph alone, until Ctrl-C or a termination signal.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Only this subgraph, for a hub elsewhere.
    #[arg(long, value_name = "NAME", value_parser = subgraph)]
    subgraph: Option<SubgraphName>,
    #[command(flatten)]
    target: Target,
}

fn subgraph(text: &str) -> Result<SubgraphName, String> {
    SubgraphName::from_word(text).ok_or_else(|| {
        let names: Vec<&str> = SubgraphName::ALL.iter().map(|name| name.word()).collect();
        format!("unknown subgraph; there are {}", names.join(", "))
    })
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.target.config()?;
        let (router, kept) = self.router(&config).await?;
        let _kept = kept;
        let running = serve(router, config.http.adres).await?;
        say(
            &mut std::io::stdout(),
            format_args!("http://{}\n", running.address()),
        );
        running.until(stop_signal).await?;
        Ok(ExitCode::SUCCESS)
    }

    async fn router(&self, config: &Config) -> anyhow::Result<(Router, JoinSet<()>)> {
        let (clock, bounds) = (Arc::new(SystemClock), Bounds::from(&config.http));
        Ok(match self.subgraph {
            None => {
                let installation = Installation::open(config, clock).await?;
                let kept = installation.keep();
                (router(Arc::new(installation), bounds), kept)
            }
            Some(name) => {
                let process = SubgraphProcess::open(config, name, clock).await?;
                let kept = process.keep();
                (subgraph_router(Arc::new(process), bounds), kept)
            }
        })
    }
}

/// Comes with Ctrl-C or a termination signal.
pub(super) async fn stop_signal() {
    use tokio::signal::{
        ctrl_c,
        unix::{SignalKind, signal},
    };
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await.is_some(),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        interrupted = ctrl_c() => tracing::info!(heard = interrupted.is_ok(), "interrupted"),
        heard = terminated => tracing::info!(heard, "terminated"),
    }
}
