use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{handshake::client::generate_key, protocol::Role},
};

pub use tokio_tungstenite::tungstenite::Message;

use super::{Answer, Person, TestApp};

/// A WebSocket to the program, frame by frame: nothing is said or answered that the test doesn't say.
pub struct Socket(WebSocketStream<TcpStream>);

/// What the program said over a WebSocket.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A message.
    Message(Value),
    /// Its last word: code and reason.
    Closed(u16, String),
}

/// The longest that a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

impl Socket {
    /// Opens a WebSocket with these subprotocols; nobody has said who they are.
    pub async fn connect(app: &TestApp, protocols: &str) -> Self {
        Self::to(&app.url("/graphql/ws"), protocols).await
    }

    /// Opens a WebSocket that takes in next to nothing until it is read.
    pub async fn narrow(app: &TestApp) -> Self {
        let url = app.url("/graphql/ws");
        let (host, path) = place(&url);
        let socket = TcpSocket::new_v4().expect("a socket can be made");
        socket.set_recv_buffer_size(4096).expect("a socket can be narrow");
        let address = host.parse().expect("an address of this machine");
        let stream = socket.connect(address).await.expect("the server listens");
        Self::shake_hands(stream, host, path, "graphql-transport-ws").await
    }

    /// Opens a WebSocket at an `http://` address. The handshake is our own: a library would refuse, by itself, what
    /// the program has to refuse.
    pub async fn to(url: &str, protocols: &str) -> Self {
        let (host, path) = place(url);
        let stream = TcpStream::connect(host).await.expect("the server listens");
        Self::shake_hands(stream, host, path, protocols).await
    }

    async fn shake_hands(mut stream: TcpStream, host: &str, path: &str, protocols: &str) -> Self {
        let offered = match protocols {
            "" => String::new(),
            protocols => format!("Sec-WebSocket-Protocol: {protocols}\r\n"),
        };
        let request = format!(
            "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}\r\n{offered}\r\n",
            generate_key()
        );
        stream
            .write_all(request.as_bytes())
            .await
            .expect("the server listens");
        let mut response = Vec::new();
        while !response.ends_with(b"\r\n\r\n") {
            response.push(stream.read_u8().await.expect("the server answers"));
        }
        let response = String::from_utf8_lossy(&response);
        assert!(response.starts_with("HTTP/1.1 101 "), "{response}");
        Self(WebSocketStream::from_raw_socket(stream, Role::Client, None).await)
    }

    /// Says something.
    pub async fn say(&mut self, message: &Value) {
        self.send(Message::text(message.to_string())).await;
    }

    /// Sends any frame.
    pub async fn send(&mut self, frame: Message) {
        self.0.send(frame).await.expect("the server listens");
    }

    /// Waits for what the program says next, but for its heartbeat.
    pub async fn hear(&mut self) -> Heard {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.0.next()).await;
            let frame = frame.expect("the program says something in time");
            match frame.expect("the connection is not cut").expect("a frame") {
                Message::Text(text) => {
                    let message: Value = serde_json::from_str(&text).expect("json");
                    if message != json!({"type": "ping"}) {
                        return Heard::Message(message);
                    }
                }
                Message::Close(Some(frame)) => {
                    return Heard::Closed(frame.code.into(), frame.reason.to_string());
                }
                Message::Close(None) => panic!("closed without a code"),
                _ => {}
            }
        }
    }

    /// Reads on until the connection is cut, and counts what came of this type.
    pub async fn until_cut(&mut self, kind: &str) -> usize {
        let mut count = 0;
        while let Some(Ok(frame)) = self.0.next().await {
            if let Message::Text(text) = frame {
                let message: Value = serde_json::from_str(&text).expect("json");
                count += usize::from(message["type"] == kind);
            }
        }
        count
    }

    /// Waits for a message.
    pub async fn message(&mut self) -> Value {
        match self.hear().await {
            Heard::Message(message) => message,
            closed => panic!("no message but {closed:?}"),
        }
    }

    /// Waits for the end.
    pub async fn closed(&mut self) -> (u16, String) {
        match self.hear().await {
            Heard::Closed(code, reason) => (code, reason),
            message => panic!("not closed but {message:?}"),
        }
    }

    /// Waits for the next answer to an operation; `None` when it is complete.
    pub async fn next(&mut self, id: &str) -> Option<Answer> {
        let mut message = self.message().await;
        assert_eq!(message["id"], id, "{message}");
        match message["type"].as_str() {
            Some("next") => Some(Answer::told(message["payload"].take())),
            Some("complete") => None,
            _ => panic!("neither an answer nor the end: {message}"),
        }
    }
}

/// Host and path of an `http://` address.
fn place(url: &str) -> (&str, &str) {
    let address = url.strip_prefix("http://").expect("an address of this machine");
    address.split_once('/').expect("a path")
}

impl Person<'_> {
    /// What `connection_init` says of this person.
    pub fn init(&self) -> Value {
        let mut payload = json!({"Authorization": format!("Bearer {}", self.token())});
        for (name, value) in self.said() {
            payload[name] = json!(value);
        }
        json!({"type": "connection_init", "payload": payload})
    }

    /// Opens a WebSocket as this person.
    pub async fn socket(&self) -> Socket {
        self.let_in(Socket::connect(self.app(), "graphql-transport-ws").await)
            .await
    }

    /// Says on a WebSocket who this person is.
    pub async fn let_in(&self, mut socket: Socket) -> Socket {
        socket.say(&self.init()).await;
        assert_eq!(socket.message().await, json!({"type": "connection_ack"}));
        socket
    }

    /// Opens a WebSocket, and one operation on it under the name `1`.
    pub async fn subscribe(&self, query: &str, variables: Value) -> Socket {
        let mut socket = self.socket().await;
        let payload = json!({"query": query, "variables": variables});
        socket
            .say(&json!({"type": "subscribe", "id": "1", "payload": payload}))
            .await;
        socket
    }
}
