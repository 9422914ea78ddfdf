use std::{future::Future, io, net::SocketAddr, time::Duration};

use axum::{Extension, Router};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use super::streams::Closing;

/// A server that listens.
pub struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    closing: Closing,
    task: JoinHandle<io::Result<()>>,
}

/// Listens at the address (port 0 takes a free one) and serves until it is told to stop.
///
/// # Errors
/// When the address can't be had.
pub async fn serve(router: Router, address: SocketAddr) -> io::Result<Running> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let closing = Closing::default();
    let router = router.layer(Extension(closing.clone()));
    let shutdown = async {
        // A sender that is dropped stops the server as well.
        let _told_or_dropped = stopped.await;
    };
    let task = tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(shutdown)
            .await
    });
    Ok(Running {
        address,
        stop: Some(stop),
        closing,
        task,
    })
}

/// How long running requests may take to end: longer than one is given by default.
const STOPPING: Duration = Duration::from_secs(20);

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the signal comes, then lets running requests end; a second signal doesn't wait for them.
    ///
    /// # Errors
    /// What made the server fail.
    pub async fn until<S: Future<Output = ()>>(mut self, signal: impl Fn() -> S) -> io::Result<()> {
        tokio::select! {
            ended = &mut self.task => return ended?,
            () = signal() => {}
        }
        tokio::select! {
            stopped = self.stop() => stopped,
            () = signal() => Ok(()),
        }
    }

    /// Stops: open streams are told to go elsewhere, running requests end, and who only holds a connection is left.
    ///
    /// # Errors
    /// What made the server fail.
    pub async fn stop(mut self) -> io::Result<()> {
        drop(self.stop.take());
        let ending = async {
            self.closing.close().await;
            (&mut self.task).await?
        };
        tokio::time::timeout(STOPPING, ending).await.unwrap_or_else(|_| {
            tracing::warn!("connections that had not ended were left");
            Ok(())
        })
    }
}
