use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use clap::Args;

use super::{say, serve::stop_signal};
use crate::{
    clock::SystemClock,
    demo::DemoFolder,
    http::{Bounds, router, serve},
    installation::{Installation, migrate},
};

/// Makes a data folder with embedded databases, demo parties, keys, people and records, and serves it. A
/// second start keeps the data.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The folder.
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    data: PathBuf,
    /// The address and port.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080", value_parser = address)]
    adres: SocketAddr,
}

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let mut out = std::io::stdout();
        let clock = Arc::new(SystemClock);
        let folder = DemoFolder::make(self.data, self.adres)?;
        let config = folder.config()?;
        if folder.is_filled() {
            // The folder may be of an earlier version of this program.
            migrate(&config).await?;
        } else {
            say(
                &mut out,
                format_args!("Filling {} with demo records …\n", folder.path().display()),
            );
            let filled = folder.fill(&config, clock.clone()).await?;
            say(&mut out, format_args!("{filled}\n"));
        }
        let installation = Installation::open(&config, clock.clone()).await?;
        let installation = Arc::new(installation.with_console(folder.console(self.adres, clock).await?));
        let _kept = installation.keep();
        let running = serve(router(installation, Bounds::from(&config.http)), self.adres).await?;
        let guide = folder.write_guide(running.address())?;
        say(&mut out, format_args!("{guide}\n"));
        running.until(stop_signal).await?;
        say(
            &mut out,
            format_args!("Stopped; the data stay in {}.\n", folder.path().display()),
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads an address; a name of a host is looked up.
fn address(text: &str) -> Result<SocketAddr, String> {
    let found = text.to_socket_addrs().ok().and_then(|mut all| all.next());
    found.ok_or_else(|| "write HOST:PORT, as in 127.0.0.1:8080".to_owned())
}
