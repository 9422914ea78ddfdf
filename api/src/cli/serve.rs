use std::{process::ExitCode, sync::Arc};

use clap::Args;

use super::{say, target::Target};
use crate::{
    clock::SystemClock,
    http::{Bounds, router, serve},
    installation::Installation,
};

/// Serves the hub until Ctrl-C or a termination signal.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    target: Target,
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.target.config()?;
        let installation = Arc::new(Installation::open(&config, Arc::new(SystemClock)).await?);
        let running = serve(
            router(installation, Bounds::from(&config.http)),
            config.http.adres,
        )
        .await?;
        say(
            &mut std::io::stdout(),
            format_args!("http://{}\n", running.address()),
        );
        running.until(stop_signal()).await?;
        Ok(ExitCode::SUCCESS)
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
