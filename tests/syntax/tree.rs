//! A compact print of a tree: spans and empty fields left out, short things on one line.

use std::fmt::Debug;

/// The tree as text.
pub(crate) fn print(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    let mut at = 0;
    let node = read(text.as_bytes(), &text, &mut at);
    let mut out = String::new();
    write(&node, 0, &mut out);
    out.push('\n');
    out
}

/// A value of Rust's debug form.
enum Node {
    Leaf(String),
    Group { head: String, open: char, close: char, items: Vec<(Option<String>, Node)> },
}

fn read(bytes: &[u8], text: &str, at: &mut usize) -> Node {
    let start = *at;
    while let Some(b) = bytes.get(*at) {
        match b {
            b'"' => {
                *at += 1;
                while bytes[*at] != b'"' {
                    *at += if bytes[*at] == b'\\' { 2 } else { 1 };
                }
                *at += 1;
            }
            b'(' | b'[' | b'{' => {
                let head = text[start..*at].trim().to_owned();
                let open = *b as char;
                let close = match open {
                    '(' => ')',
                    '[' => ']',
                    _ => '}',
                };
                *at += 1;
                let mut items = Vec::new();
                while bytes[*at] != close as u8 {
                    while matches!(bytes[*at], b' ' | b',') {
                        *at += 1;
                    }
                    if bytes[*at] == close as u8 {
                        break;
                    }
                    let rest = &text[*at..];
                    let name =
                        rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|n| open == '{' && rest[*n..].starts_with(": "));
                    let field = name.map(|n| rest[..n].to_owned());
                    *at += name.map_or(0, |n| n + 2);
                    items.push((field, read(bytes, text, at)));
                }
                *at += 1;
                return Node::Group { head, open, close, items };
            }
            b',' | b')' | b']' | b'}' => break,
            _ => *at += 1,
        }
    }
    Node::Leaf(text[start..*at].trim().to_owned())
}

fn empty(node: &Node) -> bool {
    match node {
        Node::Leaf(text) => text == "None" || text == "false",
        Node::Group { head, open, items, .. } => {
            head == "Span" || *open == '[' && items.is_empty() || head == "Meta" && items.iter().all(|(_, n)| empty(n))
        }
    }
}

fn flat(node: &Node) -> String {
    match node {
        Node::Leaf(text) => text.clone(),
        Node::Group { head, open, close, items } => {
            if head == "Name" && items.iter().any(|(f, _)| f.as_deref() == Some("text")) {
                return items
                    .iter()
                    .find(|(f, _)| f.as_deref() == Some("text"))
                    .map_or(String::new(), |(_, n)| flat(n).trim_matches('"').to_owned());
            }
            if head == "Path"
                && let Some((Some(_), Node::Group { items, .. })) = items.first()
            {
                return items.iter().map(|(_, n)| flat(n)).collect::<Vec<_>>().join(".");
            }
            let kept: Vec<String> = items
                .iter()
                .filter(|(_, n)| !empty(n))
                .map(|(f, n)| f.as_ref().map_or_else(|| flat(n), |f| format!("{f}: {}", flat(n))))
                .collect();
            if kept.len() == 1
                && matches!(head.as_str(), "Some" | "Expr" | "Text" | "Decimal" | "")
                && *open != '['
                && !kept[0].contains(": [")
            {
                return kept[0].trim_start_matches("kind: ").to_owned();
            }
            let head = if matches!(head.as_str(), "Expr" | "Stmt" | "Decl") { "" } else { head };
            format!("{head}{open}{}{close}", kept.join(", "))
        }
    }
}

fn write(node: &Node, depth: usize, out: &mut String) {
    let line = flat(node);
    let room = 110_usize.saturating_sub(depth * 2);
    match node {
        Node::Group { head, open, close, items } if line.chars().count() > room && head != "Name" && head != "Path" => {
            out.push_str(head);
            out.push(*open);
            for (field, item) in items.iter().filter(|(_, n)| !empty(n)) {
                out.push('\n');
                out.push_str(&"  ".repeat(depth + 1));
                if let Some(field) = field {
                    out.push_str(field);
                    out.push_str(": ");
                }
                write(item, depth + 1, out);
            }
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
            out.push(*close);
        }
        _ => out.push_str(&line),
    }
}
