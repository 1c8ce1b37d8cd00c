//! The compiled document: canonical bytes in, a checked program out.
//!
//! `{"huac":"1.0","seal":"…","hash":"…","program":{…},"sources":{…}}`, in this order, without a space or line break between its parts.
//! `hash` is the SHA-256 of the bytes of `program`, `seal` that of the whole document without the seal's own 64 digits.

use super::{LoadError, LoadErrorKind, MAJOR, MINOR, Program, SourceMap, validate};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Features a program may require that this runtime knows.
pub const FEATURES: &[&str] = &[];

const SEAL: &str = r#"","seal":""#;
const HASH: &str = r#"","hash":""#;
const PROGRAM: &str = r#"","program":"#;
const SOURCES: &str = r#","sources":"#;
const DIGITS: usize = 64;

/// The canonical bytes of a program and where it was written.
pub fn encode(program: &Program, sources: &SourceMap) -> Vec<u8> {
    encode_and_hash(program, sources).0
}

/// As [`encode`], and the content hash.
pub fn encode_and_hash(program: &Program, sources: &SourceMap) -> (Vec<u8>, String) {
    // Everything is written once, where it stays; the digits are filled in when what they sum up is there.
    let mut bytes = Vec::with_capacity(program.code.len() * 64 + program.lines.len() * 256 + 4096);
    bytes.extend_from_slice(format!(r#"{{"huac":"{MAJOR}.{MINOR}{SEAL}"#).as_bytes());
    let seal = blank(&mut bytes);
    bytes.extend_from_slice(HASH.as_bytes());
    let hash = blank(&mut bytes);
    bytes.extend_from_slice(PROGRAM.as_bytes());
    let body = bytes.len();
    write(&mut bytes, program);
    let digest = hex(&Sha256::digest(bytes.get(body..).unwrap_or_default()));
    fill(&mut bytes, hash, &digest);
    bytes.extend_from_slice(SOURCES.as_bytes());
    write(&mut bytes, sources);
    bytes.push(b'}');
    let (head, tail) = bytes.split_at_checked(seal).unwrap_or_default();
    let sum = Sha256::new().chain_update(head).chain_update(tail.get(DIGITS..).unwrap_or_default()).finalize();
    fill(&mut bytes, seal, &hex(&sum));
    (bytes, digest)
}

/// Leaves room for digits and says where.
fn blank(bytes: &mut Vec<u8>) -> usize {
    bytes.extend_from_slice(&[b'0'; DIGITS]);
    bytes.len() - DIGITS
}

fn fill(bytes: &mut [u8], at: usize, digits: &str) {
    if let Some(room) = bytes.get_mut(at..at + DIGITS) {
        room.copy_from_slice(digits.as_bytes());
    }
}

fn write(bytes: &mut Vec<u8>, part: &impl Serialize) {
    // Writing to memory cannot fail, and no part has a key that is not a text.
    let _ = serde_json::to_writer(bytes, part);
}

/// The content hash: of the program alone, so that layout, file names and keyword language do not change it.
pub fn content_hash(program: &Program) -> String {
    let mut body = Vec::new();
    write(&mut body, program);
    hex(&Sha256::digest(body))
}

/// Reads a document, and refuses all but a whole and sound one.
pub fn decode(bytes: &[u8]) -> Result<(Program, SourceMap, String), LoadError> {
    let parts = open(bytes)?;
    let (program, after) = part::<Program>(parts.rest)?;
    let (raw, rest) = parts.rest.split_at_checked(after).ok_or_else(|| not("…"))?;
    if hex(&Sha256::digest(raw)).as_bytes() != parts.hash {
        return Err(LoadError::new(LoadErrorKind::Hash, ""));
    }
    let rest = rest.strip_prefix(SOURCES.as_bytes()).ok_or_else(|| not(SOURCES))?;
    let (sources, after) = part::<SourceMap>(rest)?;
    if rest.get(after..) != Some(b"}") {
        return Err(not("}"));
    }
    if let Some(unknown) = program.requires.iter().find(|f| !FEATURES.contains(&f.as_str())) {
        return Err(LoadError::new(LoadErrorKind::Feature, unknown));
    }
    validate(&program)?;
    Ok((program, sources, String::from_utf8_lossy(parts.hash).into_owned()))
}

/// What stands around the program.
struct Open<'a> {
    hash: &'a [u8],
    /// From the program's first byte to the end.
    rest: &'a [u8],
}

/// Reads the head and proves the seal, before anything else is looked at.
fn open(bytes: &[u8]) -> Result<Open<'_>, LoadError> {
    let rest = bytes.strip_prefix(br#"{"huac":""#).ok_or_else(|| not("huac"))?;
    let end = rest.iter().take(16).position(|b| *b == b'"').ok_or_else(|| not("huac"))?;
    let (version, rest) = rest.split_at_checked(end).ok_or_else(|| not("huac"))?;
    let version = std::str::from_utf8(version).map_err(|_| not("huac"))?;
    let (major, minor) = version.split_once('.').ok_or_else(|| not("huac"))?;
    if major.parse::<u32>() != Ok(MAJOR) || minor.parse::<u32>().is_err() {
        return Err(LoadError::new(LoadErrorKind::Version, version));
    }
    let rest = rest.strip_prefix(SEAL.as_bytes()).ok_or_else(|| not("seal"))?;
    let (seal, tail) = rest.split_at_checked(DIGITS).ok_or_else(|| not("seal"))?;
    let head = bytes.get(..bytes.len() - rest.len()).unwrap_or_default();
    if hex(&Sha256::new().chain_update(head).chain_update(tail).finalize()).as_bytes() != seal {
        return Err(LoadError::new(LoadErrorKind::Seal, ""));
    }
    let rest = tail.strip_prefix(HASH.as_bytes()).ok_or_else(|| not("hash"))?;
    let (hash, rest) = rest.split_at_checked(DIGITS).ok_or_else(|| not("hash"))?;
    let rest = rest.strip_prefix(PROGRAM.as_bytes()).ok_or_else(|| not("program"))?;
    Ok(Open { hash, rest })
}

/// One part of the document and where it ends.
fn part<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, usize), LoadError> {
    let shape = |e: &serde_json::Error| LoadError::new(LoadErrorKind::Shape, e.to_string());
    if bytes.first() != Some(&b'{') {
        return Err(not("{"));
    }
    let mut stream = serde_json::Deserializer::from_slice(bytes).into_iter::<T>();
    let value = stream.next().ok_or_else(|| not("{"))?.map_err(|e| shape(&e))?;
    Ok((value, stream.byte_offset()))
}

fn not(part: &str) -> LoadError {
    LoadError::new(LoadErrorKind::NotADocument, part)
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(DIGITS), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The document as a whole, for its schema and for readers that have no need of speed.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Format version: major, minor.
    pub huac: String,
    /// SHA-256 of the document without these digits.
    pub seal: String,
    /// SHA-256 of the bytes of `program`.
    pub hash: String,
    /// The program.
    pub program: Program,
    /// Where it was written.
    pub sources: SourceMap,
}
