//! OTLP logs (OpenTelemetry Protocol 1.x, `ExportLogsServiceRequest`) in their JSON encoding: the crates for it would
//! bring more to build than this file, which is the whole of what is needed.

use serde_json::{Value, json};

/// Lines of a form as one OTLP request. `resource` and `attributes` stay what they are, the rest is the body.
pub fn to_otlp(lines: &[Value], standard: &str) -> Value {
    let records: Vec<_> = lines.iter().map(record).collect();
    let resource = lines.first().and_then(|line| line.get("resource"));
    // The data log and the access log have their attributes one deeper.
    let resource = resource.map(|resource| resource.get("attributes").unwrap_or(resource));
    json!({"resourceLogs": [{
        "resource": {"attributes": resource.map_or_else(|| json!([]), attributes)},
        "scopeLogs": [{"scope": {"name": "schakel", "version": standard}, "logRecords": records}],
    }]})
}

fn record(line: &Value) -> Value {
    let text = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or_default();
    let time = line.get("timestamp").or_else(|| line.get("start_time"));
    // Whole numbers of 64 bits are texts in the JSON of protocol buffers.
    let nanoseconds = time
        .and_then(Value::as_u64)
        .unwrap_or_default()
        .saturating_mul(1_000_000);
    let is_error = text("status") == "Error";
    let (number, severity) = if is_error { (17, "ERROR") } else { (9, "INFO") };
    let event = ["event_name", "name"]
        .map(text)
        .into_iter()
        .find(|name| !name.is_empty());
    json!({
        "timeUnixNano": nanoseconds.to_string(), "observedTimeUnixNano": nanoseconds.to_string(),
        "severityNumber": number, "severityText": severity,
        "traceId": text("trace_id"), "spanId": text("span_id"), "eventName": event.unwrap_or_default(),
        "attributes": line.get("attributes").map_or_else(|| json!([]), attributes),
        "body": any(line),
    })
}

fn attributes(members: &Value) -> Value {
    let members = members.as_object().into_iter().flatten();
    members
        .map(|(key, value)| json!({"key": key, "value": any(value)}))
        .collect()
}

fn any(value: &Value) -> Value {
    match value {
        Value::Null => json!({}),
        Value::Bool(value) => json!({"boolValue": value}),
        Value::Number(number) if number.is_f64() => json!({"doubleValue": number}),
        Value::Number(number) => json!({"intValue": number.to_string()}),
        Value::String(text) => json!({"stringValue": text}),
        Value::Array(items) => json!({"arrayValue": {"values": items.iter().map(any).collect::<Vec<_>>()}}),
        Value::Object(_) => json!({"kvlistValue": {"values": attributes(value)}}),
    }
}
