use serde_json::{Value, json};

use super::kit::{Reading, VERSION, delivery, full, read, small, with};
use crate::import::{FileError, ImportOptions};

fn read_text(text: &str) -> Reading {
    read(text.as_bytes(), ImportOptions::default())
}

/// Two different trajecten, the moment of delivery before them or after them.
fn two(is_version_last: bool) -> String {
    let mut members = delivery(vec![full(), small()]);
    let leveringen = members.as_object_mut().unwrap().remove("leveringen").unwrap();
    let header = members.to_string();
    let header = header.trim_start_matches('{').trim_end_matches('}');
    if is_version_last {
        format!("{{\"leveringen\":{leveringen},{header}}}\n")
    } else {
        format!("{{{header},\"leveringen\":{leveringen}}}\n")
    }
}

#[test]
fn the_order_of_the_members_does_not_matter() {
    for is_version_last in [false, true] {
        let reading = read_text(&two(is_version_last));
        assert!(reading.error.is_none(), "{:?}", reading.error);
        assert_eq!(reading.records.len(), 2);
    }
    let marked = format!("\u{feff}{}", two(false));
    assert_eq!(read_text(&marked).records.len(), 2);
}

#[test]
fn a_file_cut_at_any_byte_gives_whole_records_and_an_error() {
    for is_version_last in [false, true] {
        let text = two(is_version_last);
        let whole = text.trim_end().len();
        let mut most = 0;
        for length in 0..whole {
            let reading = read(&text.as_bytes()[..length], ImportOptions::default());
            let error = reading.error.as_ref().unwrap();
            let is_clear = matches!(error, FileError::Truncated(_) | FileError::Syntax { .. });
            assert!(is_clear, "{length}: {error:?}");
            assert!(
                reading.rejections.is_empty(),
                "{length}: {:?}",
                reading.rejections
            );
            // Never fewer than before, never one twice.
            assert!(reading.records.len() >= most, "{length}");
            most = reading.records.len();
            let pointers: Vec<&str> = reading.records.iter().map(|record| record.pointer()).collect();
            let all = [
                "/leveringen/0/schuldhulptrajecten/0",
                "/leveringen/0/schuldhulptrajecten/1",
            ];
            assert_eq!(pointers, all[..most], "{length}");
        }
        // With the moment of delivery at the end, a cut file has no version.
        assert!(if is_version_last { most <= 2 } else { most == 2 });
        assert_eq!(
            read(&text.as_bytes()[..whole], ImportOptions::default())
                .records
                .len(),
            2
        );
    }
}

#[test]
fn a_byte_that_is_no_utf_8_is_refused() {
    let text = two(false);
    for index in 0..text.trim_end().len() {
        let mut bytes = text.clone().into_bytes();
        bytes[index] = 0xff;
        let reading = read(&bytes, ImportOptions::default());
        assert!(reading.error.is_some(), "{index}");
        assert!(reading.rejections.is_empty(), "{index}");
    }
}

#[test]
fn the_error_says_where() {
    let text = "{\n  \"aanleverdatumEnTijd\": \"2024-12-31T23:59:59Z\",\n  \"leveringen\": [{,]\n}";
    let error = read_text(text).error.unwrap();
    assert!(
        error.to_string().contains("at line 3, column 19 (byte"),
        "{error}"
    );
    let told = |text: &str| read_text(text).error.unwrap().to_string();
    assert_eq!(told(""), "the file ends too early, at line 1, column 1 (byte 0)");
    assert!(
        told("pdf").starts_with("the file is not valid json ("),
        "{}",
        told("pdf")
    );
    assert!(
        told("[]").starts_with("the file is no ddas delivery: `` is not an object"),
        "{}",
        told("[]")
    );
}

#[test]
fn json_that_is_no_delivery_is_refused() {
    let refused = |value: Value, pointer: &str| {
        let error = read_text(&value.to_string()).error;
        match error {
            Some(FileError::NotDdas { pointer: at, .. }) => assert_eq!(at, pointer, "{value}"),
            other => panic!("{other:?}"),
        }
    };
    refused(json!({}), "/aanleverdatumEnTijd");
    refused(json!({ "a": 1 }), "/aanleverdatumEnTijd");
    refused(json!(5), "");
    refused(json!({ "aanleverdatumEnTijd": VERSION }), "/leveringen");
    let delivery = delivery(vec![small()]);
    for bad in [
        json!(null),
        json!(5),
        json!("2024-12-31"),
        json!("2024-12-31T23:59:59"),
        json!("x".repeat(99)),
    ] {
        refused(
            with(delivery.clone(), "/aanleverdatumEnTijd", bad),
            "/aanleverdatumEnTijd",
        );
    }
    for bad in [json!(null), json!({}), json!("x"), json!([])] {
        refused(with(delivery.clone(), "/leveringen", bad), "/leveringen");
    }
    let text = delivery.to_string();
    for name in [
        "\"aanleverdatumEnTijd\"",
        "\"leveringen\"",
        "\"schuldhulptrajecten\"",
    ] {
        let value = if name.contains("datum") {
            format!("\"{VERSION}\"")
        } else {
            "[{}]".to_owned()
        };
        let error = read_text(&text.replacen(name, &format!("{name}:{value},{name}"), 1)).error;
        assert!(
            error.unwrap().to_string().contains("stands there twice"),
            "{name}"
        );
    }
}

#[test]
fn what_would_fill_the_memory_is_refused() {
    let start =
        format!("{{\"aanleverdatumEnTijd\":\"{VERSION}\",\"leveringen\":[{{\"schuldhulptrajecten\":[");
    let endless_name = format!("{start}{{\"{}", "x".repeat(3_000_000));
    assert!(matches!(
        read_text(&endless_name).error,
        Some(FileError::Oversized(_))
    ));
    let endless_number = format!("{start}{{\"a\":{}", "1".repeat(3_000_000));
    assert!(matches!(
        read_text(&endless_number).error,
        Some(FileError::Oversized(_))
    ));
    let deep = format!("{start}{}", "[".repeat(100_000));
    assert!(matches!(read_text(&deep).error, Some(FileError::TooDeep(_))));
    let deep_outside = format!("{{\"a\":{}", "[".repeat(100_000));
    assert!(matches!(
        read_text(&deep_outside).error,
        Some(FileError::TooDeep(_))
    ));
}

#[test]
fn what_follows_the_delivery_is_refused() {
    let reading = read_text(&format!("{} {{}}", two(false).trim_end()));
    assert_eq!(reading.records.len(), 2);
    assert!(matches!(reading.error, Some(FileError::Syntax { .. })));
}

#[test]
fn a_failing_disk_is_told_as_such() {
    struct Failing;
    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::ConnectionReset.into())
        }
    }
    impl std::io::Seek for Failing {
        fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
            Ok(0)
        }
    }
    let opened = crate::import::ddas::DdasReader::open(Failing, ImportOptions::default());
    assert!(matches!(opened.err(), Some(FileError::Io(_))));
}
