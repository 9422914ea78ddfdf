//! What the console's pages cost the server when it holds the records of very many residents: the real program with its
//! embedded databases, one browser at a time.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::{
    Client, Method, Response,
    header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE},
};
use schakel::{demo::data::SAMIRA, federation::http_client};
use schakel_tests::binary;

use crate::{
    import::{import_into, write_delivery_to},
    statistics::{milliseconds, percentile},
    threads,
};

/// How often each page is asked for.
const TURNS: usize = 30;

/// Prints the time of each page.
pub fn measure(trajecten: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let data = folder.path().join("demo");
    let served = Served::start(&data);
    let file = folder.path().join("levering.json");
    write_delivery_to(&file, trajecten);
    let ran = import_into(&file, "--data".as_ref(), &data);
    println!("{} ({:.0} s)\n", ran.said.trim(), ran.time.as_secs_f64());
    println!("| page                          | median, ms |  p95, ms | most, ms |   kB |");
    println!("|:------------------------------|-----------:|---------:|---------:|-----:|");
    threads("browser").block_on(look_at_all(&served.url));
}

/// The program, until it is dropped.
struct Served {
    child: Child,
    url: String,
}

impl Served {
    fn start(data: &Path) -> Self {
        let spawned = Command::new(binary())
            .args([
                "demo".as_ref(),
                "--adres".as_ref(),
                "127.0.0.1:0".as_ref(),
                "--data".as_ref(),
                data,
            ])
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = spawned.expect("the program starts");
        let out = BufReader::new(child.stdout.take().expect("its output is piped"));
        let mut lines = out.lines().map(|line| line.expect("it speaks utf-8"));
        let begin = "http://127.0.0.1:";
        let url = lines.find_map(|line| {
            let place = line.find(begin)?;
            let rest = &line[place + begin.len()..];
            let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
            Some(format!("{begin}{port}"))
        });
        Self {
            child,
            url: url.expect("it says where it listens"),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Whether it has ended already doesn't matter.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

async fn look_at_all(url: &str) {
    let manager = Browser::sign_in(url, "noor-demo").await;
    let worker = Browser::sign_in(url, "anna-demo").await;
    let officer = Browser::sign_in(url, "fatima-demo").await;
    let search = format!("{}&bsn={SAMIRA}", manager.form("/console").await);
    let found = manager.ask(Method::POST, "/console", &search).await;
    let resident = found.headers()[LOCATION].to_str().expect("an address").to_owned();
    let on = |rest: &str| format!("{resident}{rest}");
    manager.look("Zoeken", Method::GET, "/console", "").await;
    manager
        .look("Zoeken, het antwoord", Method::POST, "/console", &search)
        .await;
    manager.look("Inwoner", Method::GET, &resident, "").await;
    manager
        .look("Verlenen", Method::GET, &on("/verlenen/SAMENWERKEN"), "")
        .await;
    let give = on("/verlenen/SAMENWERKEN");
    let filled = manager.filled(&give, &["tot"]).await;
    let checked = format!("{filled}&stap=controleren&gegeven_door=INWONER&bewijs=GESPREK");
    manager
        .look("Verlenen, de controle", Method::POST, &give, &checked)
        .await;
    let withdraw = on("/intrekken/alles");
    manager.look("Intrekken", Method::GET, &withdraw, "").await;
    let chosen = manager.filled(&withdraw, &["groep"]).await;
    manager
        .look("Intrekken, de controle", Method::POST, &withdraw, &chosen)
        .await;
    let receipt = manager.link(&resident, "/verleend/").await;
    manager.look("Ontvangstbewijs", Method::GET, &receipt, "").await;
    for (name, path) in [
        ("Verzoeken", "/console/verzoeken"),
        ("Tweede akkoord", "/console/tweede-akkoord"),
        ("Aflopend", "/console/aflopend"),
    ] {
        manager.look(name, Method::GET, path, "").await;
    }
    worker
        .look("Overzicht van de hulp", Method::GET, &on("/traject"), "")
        .await;
    worker
        .look("Openen met een reden", Method::GET, &on("/openen"), "")
        .await;
    manager
        .look("Wie zag wat", Method::GET, &on("/inzagen"), "")
        .await;
    manager
        .look("Wie zag wat, bestand", Method::GET, &on("/inzagen/bestand"), "")
        .await;
    officer.look("Beheer", Method::GET, "/console/beheer", "").await;
    officer
        .look(
            "Geopend met een reden",
            Method::GET,
            "/console/beheer/openingen",
            "",
        )
        .await;
    let breach = "/console/beheer/inzagen?partij=gemeente-utrecht&van=1-1-2026&tot=31-12-2099";
    officer
        .look("Wat zag een organisatie", Method::GET, breach, "")
        .await;
    officer
        .look("Logboeken", Method::GET, "/console/beheer/logboeken", "")
        .await;
    let form = officer.form("/console/beheer/logboeken").await;
    officer
        .look(
            "Logboeken, nagerekend",
            Method::POST,
            "/console/beheer/logboeken",
            &form,
        )
        .await;
}

/// Somebody of the demo who is signed in.
struct Browser {
    client: Client,
    url: String,
    cookie: String,
}

impl Browser {
    async fn sign_in(url: &str, who: &str) -> Self {
        let client = http_client(Duration::from_secs(60));
        let mut browser = Self {
            client: client.expect("a client can be made"),
            url: url.to_owned(),
            cookie: String::new(),
        };
        let body = format!("persoon={who}&terug=/console");
        let answer = browser.ask(Method::POST, "/console/aanmelden", &body).await;
        let cookies = answer.headers().get_all(SET_COOKIE).iter();
        let mut cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        let session = cookies.find(|cookie| cookie.contains("sessie"));
        browser.cookie = session.expect("a session begins").to_owned();
        browser
    }

    /// What every form of this session carries.
    async fn form(&self, path: &str) -> String {
        let page = self.ask(Method::GET, path, "").await;
        let text = page.text().await.expect("a page");
        let value = text.split("name=\"formulier\" value=\"").nth(1);
        let value = value.and_then(|rest| rest.split('"').next());
        format!("formulier={}", value.expect("a form"))
    }

    /// What a form sends that nobody changed: its secret, and these fields.
    async fn filled(&self, path: &str, names: &[&str]) -> String {
        let page = self.ask(Method::GET, path, "").await;
        let text = page.text().await.expect("a page");
        let mut body = self.form("/console").await;
        for name in names {
            for rest in text.split(&format!("name=\"{name}\"")).skip(1) {
                let value = rest
                    .split("value=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next());
                body.push_str(&format!("&{name}={}", value.expect("a field with a value")));
            }
        }
        body
    }

    /// The first link of a page that has this in it.
    async fn link(&self, path: &str, part: &str) -> String {
        let page = self.ask(Method::GET, path, "").await;
        let text = page.text().await.expect("a page");
        let mut links = text.split("href=\"").filter_map(|rest| rest.split('"').next());
        links
            .find(|link| link.contains(part))
            .expect("such a link")
            .to_owned()
    }

    async fn ask(&self, method: Method, path: &str, body: &str) -> Response {
        let asked = self
            .client
            .request(method, format!("{}{path}", self.url))
            .header(COOKIE, &self.cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.to_owned());
        let answer = asked.send().await.expect("the program answers");
        let is_well = answer.status().is_success() || answer.status().is_redirection();
        assert!(is_well, "{path}: {}", answer.status());
        answer
    }

    /// Asks again and again, and prints what it took.
    async fn look(&self, name: &str, method: Method, path: &str, body: &str) {
        let (mut times, mut size) = (Vec::with_capacity(TURNS), 0);
        for _ in 0..TURNS {
            let begin = Instant::now();
            let answer = self.ask(method.clone(), path, body).await;
            size = answer.bytes().await.expect("an answer").len();
            times.push(begin.elapsed());
        }
        times.sort();
        let [median, late, most] = [0.5, 0.95, 1.0].map(|part| milliseconds(percentile(&times, part)));
        let size = size as f64 / 1e3;
        println!("| {name:<29} | {median:>10.1} | {late:>8.1} | {most:>8.1} | {size:>4.0} |");
    }
}
