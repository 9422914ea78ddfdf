//! The floor: a bare handler that answers with what one hand-written statement makes. No caller, no decision, no
//! log, one database for all.

mod database;
mod statement;

use std::net::SocketAddr;

use axum::{
    Json, Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;
use tokio::net::TcpListener;

pub use database::FloorDatabase;
use statement::Statements;

/// The floor, listening. It serves until its runtime ends.
pub struct Floor {
    /// Where.
    pub address: SocketAddr,
    /// On what.
    pub database: FloorDatabase,
}

/// As the hub gets it; the query itself is never read.
#[derive(Deserialize)]
struct Question {
    variables: Variables,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Variables {
    One { id: String },
    Many { ids: Vec<String> },
}

impl Floor {
    /// Serves from a copy of what the subgraphs hold.
    pub async fn open(database: FloorDatabase) -> Self {
        let statements = Statements::on(&database.connection, database.today);
        let routes = Router::new()
            .route("/graphql", post(answer))
            .with_state(statements);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { address, database }
    }
}

async fn answer(State(statements): State<Statements>, Json(question): Json<Question>) -> Response {
    let data = match question.variables {
        Variables::One { id } => statements.one(id).await,
        Variables::Many { ids } => statements.many(ids).await,
    };
    let body = format!("{{\"data\":{data}}}");
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
