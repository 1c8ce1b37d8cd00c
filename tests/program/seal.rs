//! The seal: a document is whole or it is refused.

use crate::runtime::compile_example;
use huashu::program::{LoadError, LoadErrorKind, MAJOR, MINOR, Program, SourceMap, content_hash, decode, encode};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// A document written as `docs/program-format.md` tells, not by the crate.
pub(crate) fn written(version: &str, program: &str, sources: &str) -> Vec<u8> {
    let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect::<String>();
    let head = format!(r#"{{"huac":"{version}","seal":""#);
    let tail = format!(r#"","hash":"{}","program":{program},"sources":{sources}}}"#, hex(program.as_bytes()));
    format!("{head}{}{tail}", hex(format!("{head}{tail}").as_bytes())).into_bytes()
}

pub(crate) fn current() -> String {
    format!("{MAJOR}.{MINOR}")
}

/// The document of a whole script.
pub(crate) fn document() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let machine = compile_example("home-service.hua");
        encode(&machine.program, &machine.sources)
    })
}

fn refusal(bytes: &[u8]) -> LoadErrorKind {
    let error: LoadError = decode(bytes).expect_err("it is refused");
    assert!(!error.message().zh.is_empty() && !error.message().en.is_empty());
    error.kind
}

#[test]
fn what_is_written_is_read_back() {
    let (program, sources, hash) = decode(document()).expect("a sound document");
    assert_eq!(encode(&program, &sources), document());
    assert_eq!(content_hash(&program), hash);
}

#[test]
fn a_stranger_writes_the_same_bytes() {
    let (program, sources, _) = decode(document()).expect("a sound document");
    let (program, sources) = (serde_json::to_string(&program).unwrap(), serde_json::to_string(&sources).unwrap());
    assert_eq!(written(&current(), &program, &sources), document());
}

#[test]
fn the_hash_says_nothing_of_where_it_was_written() {
    let (program, _, hash) = decode(document()).expect("a sound document");
    let moved = encode(&program, &SourceMap { files: vec!["elsewhere.hua".into()], ..SourceMap::default() });
    assert_ne!(moved, document());
    assert_eq!(decode(&moved).expect("a sound document").2, hash);
}

#[test]
fn every_byte_counts() {
    let small = encode(&Program { zone: "Asia/Shanghai".into(), ..Program::default() }, &SourceMap::default());
    decode(&small).expect("a sound document");
    for at in 0..small.len() {
        for bit in 0..8 {
            let mut damaged = small.clone();
            damaged[at] ^= 1 << bit;
            assert!(decode(&damaged).is_err(), "byte {at}, bit {bit}: {}", String::from_utf8_lossy(&damaged));
        }
        refusal(&small[..at]);
    }
    refusal(&[&small[..], b"\n"].concat());
    refusal(&[b" ", &small[..]].concat());
    refusal(b"");
}

#[test]
fn what_the_seal_cannot_tell_is_refused_by_name() {
    let program = serde_json::to_string(&Program { zone: "Asia/Shanghai".into(), ..Program::default() }).unwrap();
    let sources = serde_json::to_string(&SourceMap::default()).unwrap();
    let now = current();
    decode(&written(&now, &program, &sources)).expect("a sound document");
    decode(&written("1.7", &program, &sources)).expect("a later minor version is read");
    let cases = [
        (written("2.0", &program, &sources), LoadErrorKind::Version),
        (written("x", &program, &sources), LoadErrorKind::NotADocument),
        (written(&now, &program.replace(r#""requires":[]"#, r#""requires":["飞行"]"#), &sources), LoadErrorKind::Feature),
        (written(&now, &program.replacen('{', r#"{"more":1,"#, 1), &sources), LoadErrorKind::Shape),
        (written(&now, &program.replace(r#""flows":[],"#, ""), &sources), LoadErrorKind::Shape),
        (written(&now, &program, &sources.replacen('{', r#"{"more":1,"#, 1)), LoadErrorKind::Shape),
        (written(&now, "[]", &sources), LoadErrorKind::NotADocument),
        (written(&now, &program, &format!("{sources} ")), LoadErrorKind::NotADocument),
        (written(&now, &program.replace(r#""entries":[]"#, r#""entries":[3]"#), &sources), LoadErrorKind::Index),
    ];
    for (i, (bytes, kind)) in cases.into_iter().enumerate() {
        assert_eq!(refusal(&bytes), kind, "case {i}");
    }
    let wrong = String::from_utf8(written(&now, &program, &sources)).unwrap();
    let hash = content_hash(&Program { zone: "Asia/Shanghai".into(), ..Program::default() });
    assert_eq!(refusal(wrong.replace(&hash, &"0".repeat(64)).as_bytes()), LoadErrorKind::Seal);
}

#[test]
fn a_zone_nobody_knows_is_refused() {
    let error = huashu::runtime::Machine::new(Program { zone: "火星".into(), ..Program::default() }, SourceMap::default());
    assert_eq!(error.expect_err("no such zone").kind, LoadErrorKind::Zone);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_flipped_byte_of_a_whole_script_is_refused(at in any::<prop::sample::Index>(), flip in 1..=255u8) {
        let mut damaged = document().to_vec();
        let at = at.index(damaged.len());
        damaged[at] ^= flip;
        prop_assert!(decode(&damaged).is_err());
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(decode(&bytes).is_err());
    }
}
