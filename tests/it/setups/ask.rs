use std::{collections::BTreeSet, fmt, time::Duration};

use serde_json::{Value, json};

/// Where a set-up is asked.
pub struct Door {
    url: String,
    client: reqwest::Client,
}

/// What is sent.
pub struct Question {
    pub token: String,
    pub headers: Vec<(String, String)>,
    pub query: String,
    pub operation_name: Option<String>,
    pub variables: Value,
}

/// What comes back.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    body: Value,
}

/// What tells one error from another, in every set-up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    pub code: String,
    pub groep: Option<String>,
    pub bronhouder: Option<String>,
    pub inwoner: Option<String>,
}

impl Door {
    pub fn new(url: String) -> Self {
        let client = schakel::federation::http_client(Duration::from_secs(60));
        Self {
            url,
            client: client.expect("a client can be made"),
        }
    }

    pub async fn ask(&self, question: &Question) -> Answer {
        let mut request = self.client.post(&self.url).bearer_auth(&question.token);
        for (name, value) in &question.headers {
            request = request.header(name, value);
        }
        let mut body = json!({"query": question.query, "variables": question.variables});
        if let Some(name) = &question.operation_name {
            body["operationName"] = json!(name);
        }
        let response = request.json(&body).send().await;
        let response = response.unwrap_or_else(|error| panic!("`{}` does not answer: {error}", self.url));
        let status = response.status().as_u16();
        Answer::new(status, response.json().await.expect("an answer is JSON"))
    }
}

impl Answer {
    pub fn new(status: u16, body: Value) -> Self {
        Self {
            status,
            body: with_plain_numbers(&body),
        }
    }

    pub fn data(&self) -> &Value {
        &self.body["data"]
    }

    /// Status and body, without what every process draws by itself.
    pub fn whole(&self) -> Value {
        json!({"status": self.status, "body": without_besluit(&self.body)})
    }

    /// What failed and what was withheld, wherever the answer tells it; a problem has but a code.
    pub fn told(&self) -> BTreeSet<Told> {
        let lists = [&self.body["errors"], &self.body["extensions"]["nietGedeeld"]];
        let errors = lists.into_iter().filter_map(Value::as_array).flatten();
        let problem = self.body.get("code").map(|_| Told::of(&self.body));
        errors
            .map(|error| Told::of(&error["extensions"]))
            .chain(problem)
            .collect()
    }

    /// The text at this place of the data.
    pub fn kept(&self, pointer: &str) -> Option<String> {
        self.data().pointer(pointer)?.as_str().map(str::to_owned)
    }

    /// The same answer with other texts.
    pub fn replaced(&self, mut replace: impl FnMut(&str) -> String) -> Self {
        Self {
            status: self.status,
            body: map_texts(&self.body, &mut replace),
        }
    }
}

impl Told {
    fn of(extensions: &Value) -> Self {
        let word = |name: &str| extensions[name].as_str().map(str::to_owned);
        Self {
            code: word("code").unwrap_or_else(|| "(no code)".to_owned()),
            groep: word("groep"),
            bronhouder: word("bronhouder"),
            inwoner: word("inwoner"),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:#}", self.status, self.body)
    }
}

pub fn map_texts(value: &Value, replace: &mut impl FnMut(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(replace(text)),
        Value::Array(items) => items.iter().map(|item| map_texts(item, replace)).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), map_texts(value, replace)))
            .collect(),
        other => other.clone(),
    }
}

/// JSON has one kind of number: some write `21.0`, others `21`.
fn with_plain_numbers(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            let whole = text.strip_suffix(".0").and_then(|text| text.parse::<i64>().ok());
            whole.map_or_else(|| value.clone(), Value::from)
        }
        Value::Array(items) => items.iter().map(with_plain_numbers).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), with_plain_numbers(value)))
            .collect(),
        other => other.clone(),
    }
}

fn without_besluit(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_besluit).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "besluit")
            .map(|(name, value)| (name.clone(), without_besluit(value)))
            .collect(),
        other => other.clone(),
    }
}
