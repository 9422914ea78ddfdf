use base64::{Engine, engine::general_purpose::STANDARD};

const LINE: usize = 64;

/// Writes DER as a textual block (RFC 7468).
pub(crate) fn to_pem(label: &str, der: &[u8]) -> String {
    let mut pem = format!("-----BEGIN {label}-----\n");
    for (index, character) in STANDARD.encode(der).chars().enumerate() {
        if index > 0 && index % LINE == 0 {
            pem.push('\n');
        }
        pem.push(character);
    }
    pem + &format!("\n-----END {label}-----\n")
}

/// Reads the first textual block with this label; `None` when there is none or it is broken.
pub(crate) fn from_pem(label: &str, pem: &str) -> Option<Vec<u8>> {
    let (_, rest) = pem.split_once(&format!("-----BEGIN {label}-----"))?;
    let (text, _) = rest.split_once(&format!("-----END {label}-----"))?;
    STANDARD
        .decode(text.split_ascii_whitespace().collect::<String>())
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_64_characters_wide() {
        let pem = to_pem("PRIVATE KEY", &[7; 50]);
        let lines: Vec<&str> = pem.lines().collect();
        assert_eq!(lines[0], "-----BEGIN PRIVATE KEY-----");
        assert_eq!(lines[1].len(), 64);
        assert_eq!(lines[2].len(), 4);
        assert_eq!(lines[3], "-----END PRIVATE KEY-----");
        assert_eq!(STANDARD.decode([lines[1], lines[2]].concat()).unwrap(), [7; 50]);
        assert_eq!(from_pem("PRIVATE KEY", &pem).unwrap(), [7; 50]);
        assert_eq!(from_pem("PUBLIC KEY", &pem), None);
        assert_eq!(from_pem("PRIVATE KEY", &pem.replace('B', "?")), None);
    }
}
