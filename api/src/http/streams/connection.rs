use std::{collections::HashMap, future::pending, sync::Arc, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use futures::{
    FutureExt, StreamExt,
    future::BoxFuture,
    stream::{self, AbortHandle, BoxStream, SelectAll, abortable},
};
use serde_json::{Map, Value};
use tokio::time::{Instant, timeout};

use super::{
    Closing,
    gate::Permit,
    init::{Admitted, let_in},
    message::{ClientMessage, Close, ServerMessage, read, write},
};
use crate::{
    federation::{ClientError, Foutcode, GraphqlRequest, HubAnswer},
    http::{Doors, Problem},
    request::NietGedeeld,
};

/// One WebSocket, by the letter of graphql-transport-ws.
pub(super) struct Connection {
    socket: WebSocket,
    doors: Doors,
    phase: Phase,
    /// The open operations by their names, each with the number that tells it from an earlier one of that name.
    open: HashMap<String, (u64, AbortHandle)>,
    numbers: u64,
    events: SelectAll<BoxStream<'static, Event>>,
    heard: Instant,
}

/// How far the client has come.
enum Phase {
    /// Nothing was said about who it is.
    Silent,
    /// Somebody knocked.
    Knocking(BoxFuture<'static, Result<Admitted, Problem>>),
    /// Let in; ends with the token.
    Open(Box<Admitted>, BoxFuture<'static, ()>),
}

/// What an operation brings.
struct Event {
    id: Arc<str>,
    number: u64,
    /// An answer, or the end.
    answer: Option<HubAnswer>,
}

/// How a connection ends.
enum End {
    /// The server closes it.
    Close(Close),
    /// The other side is gone.
    Gone,
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

/// How long to wait for the other side to take leave.
const LEAVE: Duration = Duration::from_secs(1);

impl Connection {
    /// A connection on which nothing was said yet.
    pub(super) fn new(socket: WebSocket, doors: Doors) -> Self {
        Self {
            socket,
            doors,
            phase: Phase::Silent,
            open: HashMap::new(),
            numbers: 0,
            events: SelectAll::new(),
            heard: Instant::now(),
        }
    }

    /// Speaks until one of the two is done.
    pub(super) async fn run(mut self, closing: Closing) {
        let ended = if self.socket.protocol().is_some() {
            self.speak(closing).await
        } else {
            End::Close(Close::NO_SUBPROTOCOL)
        };
        // What was open is let go before the long farewell.
        self.events = SelectAll::new();
        self.phase = Phase::Silent;
        if let End::Close(close) = ended {
            self.leave(close).await;
        }
    }

    async fn speak(&mut self, closing: Closing) -> End {
        let bounds = self.doors.bounds.streams;
        let init = tokio::time::sleep(Duration::from_millis(bounds.init_milliseconds));
        let heartbeat = Duration::from_secs(bounds.heartbeat_seconds);
        let mut pulse = tokio::time::interval_at(Instant::now() + heartbeat, heartbeat);
        tokio::pin!(init);
        loop {
            let step = tokio::select! {
                biased;
                () = closing.closed() => Err(Close::GOING_AWAY.into()),
                close = self.phase.passes() => match close {
                    Ok(admitted) => self.admit(admitted).await,
                    Err(close) => Err(close.into()),
                },
                () = &mut init, if matches!(self.phase, Phase::Silent) => Err(Close::NO_INIT.into()),
                frame = self.socket.recv() => self.hear(frame).await,
                Some(event) = self.events.next() => self.tell(event).await,
                _ = pulse.tick() => self.pulse(heartbeat).await,
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn admit(&mut self, admitted: Admitted) -> Result<(), End> {
        let ended = self.doors.installation.authenticator.ended(admitted.until);
        self.phase = Phase::Open(Box::new(admitted), ended);
        self.say(&ServerMessage::ConnectionAck).await
    }

    async fn hear(&mut self, frame: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        self.heard = Instant::now();
        match frame {
            Some(Ok(Message::Text(text))) => self.obey(read(&text)?).await,
            Some(Ok(Message::Binary(_))) => Err(Close::BAD_REQUEST.into()),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Ok(Message::Close(_))) | None => Err(End::Gone),
            Some(Err(error)) if is_too_big(&error) => Err(Close::TOO_BIG.into()),
            Some(Err(_)) => Err(End::Gone),
        }
    }

    async fn obey(&mut self, message: ClientMessage) -> Result<(), End> {
        match message {
            ClientMessage::ConnectionInit { payload } => self.knock(payload.unwrap_or_default()),
            ClientMessage::Ping { payload } => self.say(&ServerMessage::Pong { payload }).await,
            ClientMessage::Pong { .. } => Ok(()),
            ClientMessage::Subscribe { id, payload } => self.subscribe(id, payload.request).await,
            ClientMessage::Complete { id } => {
                if let Some((_, operation)) = self.open.remove(&id) {
                    operation.abort();
                }
                Ok(())
            }
        }
    }

    fn knock(&mut self, payload: Map<String, Value>) -> Result<(), End> {
        if !matches!(self.phase, Phase::Silent) {
            return Err(Close::TOO_MANY_INITS.into());
        }
        let authenticator = Arc::clone(&self.doors.installation.authenticator);
        self.phase = Phase::Knocking(async move { let_in(&authenticator, &payload).await }.boxed());
        Ok(())
    }

    async fn subscribe(&mut self, id: String, request: GraphqlRequest) -> Result<(), End> {
        let Phase::Open(admitted, _) = &self.phase else {
            return Err(Close::UNAUTHORIZED.into());
        };
        if self.open.contains_key(&id) {
            return Err(Close::duplicate(&id).into());
        }
        let Some(permit) = self.doors.gate.enter(&admitted.context.caller) else {
            let message = "too many streams are open: close one, or try again later";
            let payload = &[ClientError::new(Foutcode::TeVeelStromen, message)];
            return self.say(&ServerMessage::Error { id: &id, payload }).await;
        };
        self.numbers += 1;
        let operation = self.operation(admitted, id.as_str().into(), request, permit);
        let (operation, abort) = abortable(operation);
        self.open.insert(id, (self.numbers, abort));
        self.events.push(operation.boxed());
        Ok(())
    }

    fn operation(
        &self,
        admitted: &Admitted,
        id: Arc<str>,
        request: GraphqlRequest,
        permit: Permit,
    ) -> BoxStream<'static, Event> {
        let (hub, number) = (Arc::clone(&self.doors.installation.hub), self.numbers);
        let context = Arc::new(admitted.context.clone());
        let answers = async move { hub.open(request, context).await };
        let answers = stream::once(answers).flatten().map(Some);
        answers
            .chain(stream::once(async { None }))
            .map(move |answer| {
                let (id, _held) = (Arc::clone(&id), &permit);
                Event { id, number, answer }
            })
            .boxed()
    }

    async fn tell(&mut self, Event { id, number, answer }: Event) -> Result<(), End> {
        let id = &*id;
        if self.open.get(id).is_none_or(|(open, _)| *open != number) {
            return Ok(());
        }
        match answer {
            Some(HubAnswer {
                data: None, errors, ..
            }) => {
                self.open.remove(id);
                let payload = &errors;
                self.say(&ServerMessage::Error { id, payload }).await
            }
            Some(answer) => {
                let payload = &answer.into_json(self.phase.niet_gedeeld());
                self.say(&ServerMessage::Next { id, payload }).await
            }
            None => {
                self.open.remove(id);
                self.say(&ServerMessage::Complete { id }).await
            }
        }
    }

    /// Asks a silent client whether it is there, and lets one go that has not been heard for long.
    async fn pulse(&mut self, heartbeat: Duration) -> Result<(), End> {
        if self.heard.elapsed() > heartbeat * 3 {
            return Err(End::Gone);
        }
        match self.phase {
            Phase::Open(..) => self.say(&ServerMessage::Ping).await,
            _ => Ok(()),
        }
    }

    /// Says something; a client that takes too long to hear it is let go.
    async fn say(&mut self, message: &ServerMessage<'_>) -> Result<(), End> {
        let message = write(message)?;
        let longest = Duration::from_secs(self.doors.bounds.streams.write_seconds);
        match timeout(longest, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }

    /// Says why, and waits for the other side: a connection that is cut would lose what it was told last.
    async fn leave(&mut self, close: Close) {
        let farewell = async {
            if self.socket.send(close.into_message()).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // Whoever doesn't answer is gone already.
        let _left_in_time = timeout(LEAVE, farewell).await;
    }
}

impl Phase {
    /// Comes when it is known whether who knocked is let in, and when the token of whoever is in has ended.
    async fn passes(&mut self) -> Result<Admitted, Close> {
        match self {
            Self::Silent => pending().await,
            Self::Knocking(answer) => answer.await.map_err(|problem| Close::of_init(&problem)),
            Self::Open(_, ended) => {
                ended.await;
                Err(Close::FORBIDDEN)
            }
        }
    }

    fn niet_gedeeld(&self) -> NietGedeeld {
        match self {
            Self::Open(admitted, _) => admitted.context.niet_gedeeld,
            Self::Silent | Self::Knocking(_) => NietGedeeld::default(),
        }
    }
}

/// The library tells it in words only.
fn is_too_big(error: &axum::Error) -> bool {
    error.to_string().contains("too long") || error.to_string().contains("too big")
}
