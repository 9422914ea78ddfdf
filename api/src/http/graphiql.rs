use axum::{
    Router,
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use super::{Problem, not_found, only};

/// What the page may do: run and show what this server sends, and ask this server. No inline script, no
/// inline style, nothing from elsewhere (fonts and small images stand inside the style sheet).
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src data:; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

struct Asset {
    name: &'static str,
    media: &'static str,
    content: &'static [u8],
}

const PAGE: Asset = Asset {
    name: "index.html",
    media: HTML,
    content: include_bytes!("../../assets/graphiql/index.html"),
};

const OWN: [Asset; 2] = [
    Asset {
        name: "start.js",
        media: SCRIPT,
        content: include_bytes!("../../assets/graphiql/start.js"),
    },
    Asset {
        name: "start.css",
        media: STYLE,
        content: include_bytes!("../../assets/graphiql/start.css"),
    },
];

/// The released files of others; VENDOR.md beside them tells which, and under which licence.
const VENDORED: [Asset; 4] = [
    Asset {
        name: "graphiql.min.js",
        media: SCRIPT,
        content: include_bytes!("../../assets/vendor/graphiql/graphiql.min.js"),
    },
    Asset {
        name: "graphiql.min.css",
        media: STYLE,
        content: include_bytes!("../../assets/vendor/graphiql/graphiql.min.css"),
    },
    Asset {
        name: "react.production.min.js",
        media: SCRIPT,
        content: include_bytes!("../../assets/vendor/graphiql/react.production.min.js"),
    },
    Asset {
        name: "react-dom.production.min.js",
        media: SCRIPT,
        content: include_bytes!("../../assets/vendor/graphiql/react-dom.production.min.js"),
    },
];

/// GraphiQL for developers, out of this binary alone. The page is no secret and needs no token; the
/// questions that it sends do.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/graphiql", only(get(page)))
        .route("/graphiql/{name}", only(get(asset)))
}

async fn page() -> Response {
    PAGE.into_response()
}

async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    OWN.into_iter()
        .chain(VENDORED)
        .find(|asset| asset.name == name)
        .map(IntoResponse::into_response)
        .ok_or_else(not_found)
}

impl IntoResponse for Asset {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, self.media),
            (header::CONTENT_SECURITY_POLICY, POLICY),
        ];
        (headers, self.content).into_response()
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::digest;
    use axum::{
        body::{Body, to_bytes},
        http::{HeaderMap, Request, StatusCode},
    };
    use tower::ServiceExt;

    use super::*;

    async fn get(path: &str) -> (StatusCode, HeaderMap, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = super::super::dress(routes()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 4_000_000).await.unwrap();
        (
            parts.status,
            parts.headers,
            String::from_utf8(bytes.to_vec()).unwrap(),
        )
    }

    #[tokio::test]
    async fn the_page_and_all_that_it_names_are_served_here() {
        let (status, headers, page) = get("/graphiql").await;
        assert_eq!(
            (status, &headers[header::CONTENT_TYPE].to_str().unwrap()),
            (StatusCode::OK, &HTML)
        );
        let named: Vec<&str> = page
            .split(['"', '\''])
            .filter(|word| word.starts_with("graphiql/"))
            .collect();
        assert_eq!(named.len(), OWN.len() + VENDORED.len());
        for name in named {
            let (status, headers, _) = get(&format!("/{name}")).await;
            assert_eq!(status, StatusCode::OK, "{name}");
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
        assert!(!page.contains("//"), "nothing comes from elsewhere");
    }

    #[tokio::test]
    async fn the_page_runs_no_inline_script_and_asks_nobody_else() {
        let (_, headers, page) = get("/graphiql").await;
        let policies: Vec<_> = headers.get_all(header::CONTENT_SECURITY_POLICY).iter().collect();
        assert_eq!(policies, [POLICY]);
        assert!(!POLICY.contains("unsafe"));
        assert!(
            page.split("<script")
                .skip(1)
                .all(|script| script.contains("></script>"))
        );
    }

    #[tokio::test]
    async fn there_is_nothing_else_under_it() {
        for name in ["/graphiql/VENDOR.md", "/graphiql/..%2Findex.html", "/graphiql/"] {
            assert_eq!(get(name).await.0, StatusCode::NOT_FOUND, "{name}");
        }
    }

    #[test]
    fn vendored_files_are_those_that_the_list_names() {
        let list = include_str!("../../assets/vendor/graphiql/VENDOR.md");
        for asset in VENDORED {
            let sum: String = digest::digest(&digest::SHA256, asset.content)
                .as_ref()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let line = list
                .lines()
                .find(|line| line.contains(&format!("`{}`", asset.name)));
            assert!(
                line.is_some_and(|line| line.contains(&sum)),
                "{}: {sum}",
                asset.name
            );
        }
    }
}
