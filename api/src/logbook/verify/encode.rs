use aws_lc_rs::hmac;

use super::Line;
use crate::logbook::merkle::{Hash, leaf_hash};

/// The fields of a person, joined under their heading.
pub(super) fn person(line: &Line) -> Vec<u8> {
    let operatie = line.operatie.to_string();
    joined(
        "schakel/persoon/v1",
        &[
            ("trace_id", Some(&line.trace_id)),
            ("span_ouder", line.span_ouder.as_deref()),
            ("operatie", Some(&operatie)),
            ("inwoner", Some(&line.inwoner)),
            ("gebruiker", Some(&line.gebruiker)),
            ("team", line.team.as_deref()),
            ("uitkomsten", Some(&line.uitkomsten)),
        ],
    )
}

/// The leaf of a line with this commitment (hexadecimal).
pub(super) fn leaf(line: &Line, commitment: &str) -> Hash {
    let (id, op) = (line.id.to_string(), line.op.timestamp_micros().to_string());
    let registerversie = line.registerversie.map(|number| number.to_string());
    let inrichting = line.inrichting.map(|number| number.to_string());
    leaf_hash(&joined(
        "schakel/logregel/v1",
        &[
            ("handeling", Some(&line.handeling)),
            ("id", Some(&id)),
            ("op", Some(&op)),
            ("bronhouder", Some(&line.bronhouder)),
            ("partij", Some(&line.partij)),
            ("rollen", Some(&line.rollen)),
            ("client", Some(&line.client)),
            ("issuer", Some(&line.issuer)),
            ("doel", Some(&line.doel)),
            ("registerversie", registerversie.as_deref()),
            ("inrichting", inrichting.as_deref()),
            ("toelichting", line.toelichting.as_deref()),
            ("verbintenis", Some(commitment)),
        ],
    ))
}

/// Whether the salt (hexadecimal) opens the commitment to this text.
pub(super) fn opens(salt: &str, text: &[u8], commitment: &str) -> bool {
    let (Some(salt), Some(commitment)) = (from_hex(salt), from_hex(commitment)) else {
        return false;
    };
    salt.len() == 32 && hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &salt), text, &commitment).is_ok()
}

fn joined(heading: &str, fields: &[(&str, Option<&str>)]) -> Vec<u8> {
    let mut text = heading.as_bytes().to_vec();
    text.push(b'\n');
    for (name, value) in fields {
        text.extend_from_slice(name.as_bytes());
        text.push(b':');
        match value {
            Some(value) => {
                text.extend_from_slice(value.len().to_string().as_bytes());
                text.push(b':');
                text.extend_from_slice(value.as_bytes());
            }
            None => text.push(b'-'),
        }
        text.push(b'\n');
    }
    text
}

/// Lower case hexadecimal.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .flatten()
        .collect()
}

/// Bytes of lower case hexadecimal, and of nothing else: two texts never stand for the same bytes.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let nibble = |digit: &u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(nibble(high)? << 4 | nibble(low)?),
            _ => None,
        })
        .collect()
}
