//! What lies above the screen for a moment: a line to type, a list to pick from, the keys.

use super::app::{Mode, Pick, Prompt, Screen};
use super::draw::dim;
use super::keys;
use crate::cli::text::{clip, pad, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};

/// Draws what the mode asks for.
pub(crate) fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    match &screen.mode {
        Mode::Call | Mode::Entry => {
            if screen.mode == Mode::Call && !screen.message.is_empty() {
                message(frame, area, &screen.message);
            }
        }
        Mode::Prompt(prompt) => typing(frame, area, screen, prompt),
        Mode::Pick(pick, at) => picking(frame, area, screen, *pick, *at),
        Mode::Help => help(frame, area, screen),
    }
}

fn window(frame: &mut Frame<'_>, area: Rect, title: &str, wide: usize, high: usize) -> Rect {
    let wide = u16::try_from(wide + 4).unwrap_or(u16::MAX).min(area.width);
    let high = u16::try_from(high + 2).unwrap_or(u16::MAX).min(area.height);
    let place = Rect { x: area.x + (area.width - wide) / 2, y: area.y + (area.height - high) / 2, width: wide, height: high };
    let title = Span::styled(format!(" {title} "), Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD));
    let block = Block::bordered().border_type(BorderType::Rounded).border_style(Style::new().fg(Color::Cyan)).title(title);
    let inner = block.inner(place);
    // One column more to the left: half of a wide character would lie over the frame.
    let left = place.x.saturating_sub(1).max(area.x);
    frame.render_widget(Clear, Rect { x: left, width: place.right().saturating_sub(left), ..place });
    frame.render_widget(block, place);
    Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(2), ..inner }
}

/// What was refused, above the line of keys.
fn message(frame: &mut Frame<'_>, area: Rect, text: &str) {
    let y = area.bottom().saturating_sub(2);
    let place = Rect { x: area.x, y, width: area.width, height: 1.min(area.height) };
    frame.render_widget(Clear, place);
    let text = clip(text, usize::from(area.width).saturating_sub(2));
    frame.render_widget(Paragraph::new(Line::styled(format!(" {text}"), Style::new().fg(Color::White).bg(Color::Red))), place);
}

fn typing(frame: &mut Frame<'_>, area: Rect, screen: &Screen, prompt: &Prompt) {
    let (title, hint) = match prompt {
        Prompt::Answer(id, name) => {
            let wanted = screen.scene.awaited.iter().find(|a| a.id == *id).map(|a| a.wanted.join("、")).unwrap_or_default();
            (format!("{}{name}", screen.t("动作的结果：", "Result of ")), wanted)
        }
        Prompt::Customer => (screen.t("客户说", "The customer says").to_owned(), String::new()),
        Prompt::Agent => (screen.t("话务员说", "The agent says").to_owned(), String::new()),
        Prompt::Host(name) => (name.clone(), screen.t("参数：名=值，用逗号隔开", "arguments: name=value, separated by commas").to_owned()),
        Prompt::Param(name) => (format!("{}{name}", screen.t("参数 ", "Parameter ")), screen.hint.clone()),
    };
    let room = usize::from(area.width).saturating_sub(12).min(64);
    let inner = window(frame, area, &title, room, 2);
    let foot = if screen.message.is_empty() {
        Line::styled(clip(&hint, room), dim())
    } else {
        Line::styled(clip(&screen.message, room), Style::new().fg(Color::Red))
    };
    frame.render_widget(Paragraph::new(vec![Line::raw(screen.input.text()), foot]), inner);
    let x = inner.x.saturating_add(u16::try_from(width(&screen.input.before())).unwrap_or(u16::MAX));
    frame.set_cursor_position(Position::new(x.min(inner.right().saturating_sub(1)), inner.y));
}

fn picking(frame: &mut Frame<'_>, area: Rect, screen: &Screen, pick: Pick, at: usize) {
    let title = match pick {
        Pick::Mood => screen.t("客户的情绪", "The customer's mood"),
        Pick::Host => screen.t("发生了什么", "What happened"),
        Pick::Answer => screen.t("哪个动作", "Which action"),
    };
    let widest = screen.picks.iter().map(|p| width(p)).max().unwrap_or(0).max(20);
    let inner = window(frame, area, title, widest, screen.picks.len().max(1));
    let lines: Vec<Line<'_>> = screen
        .picks
        .iter()
        .enumerate()
        .map(|(i, p)| Line::styled(pad(p, widest), if i == at { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() }))
        .collect();
    frame.render_widget(Paragraph::new(lines), inner);
}

fn help(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    let lines: Vec<Line<'_>> = keys::ALL
        .iter()
        .map(|(key, zh, en)| {
            Line::from(vec![Span::styled(pad(keys::spelled(key, screen), 11), Style::new().fg(Color::Cyan)), Span::raw(screen.t(zh, en))])
        })
        .collect();
    let widest = keys::ALL.iter().map(|(_, zh, en)| 11 + width(screen.t(zh, en))).max().unwrap_or(0);
    let inner = window(frame, area, screen.t("按键", "Keys"), widest, lines.len());
    frame.render_widget(Paragraph::new(lines), inner);
}
