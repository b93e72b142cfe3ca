use super::*;
use crate::catalogue::roadmaps;
use crate::roadmap::tree::{pruned, tree};

fn standings() -> Standings {
    let standing = Standing {
        cards: 10,
        seen: 6,
        due: 1,
        recall: 5.5,
    };
    let known = Standing {
        cards: 10,
        seen: 10,
        due: 0,
        recall: 9.5,
    };
    [
        ("linux-basics".to_string(), standing),
        ("shell-scripting".to_string(), known),
    ]
    .into()
}

/// Draws two lines of one section.
fn drawn(draw: fn(&Drawing) -> String) -> String {
    let all = roadmaps::built_in();
    let roadmap = all.iter().find(|one| one.id == "backend-roadmap").unwrap();
    let keeps = |topic: &str, _| ["linux-basics", "shell-scripting"].contains(&topic);
    let tree = pruned(tree(roadmap), &keeps);
    draw(&Drawing {
        title: "A \"B\" & <C>",
        tree: &tree,
        standings: &standings(),
    })
}

#[test]
fn mermaid_is_a_flow_chart_with_classes() {
    assert_eq!(
        drawn(mermaid),
        "---\ntitle: \"A #quot;B#quot; & <C>\"\n---\nflowchart LR\n\
         \x20 s0[\"2.0 Foundations<br/>75 %\"]\n\
         \x20 s0 --> s0n1(\"2.2 Operating Systems & CLI<br/>55 %\"):::good\n\
         \x20 s0n1 --> s0n2(\"2.2.1 Linux Basics<br/>55 %\"):::mandatory\n\
         \x20 s0n1 --> s0n3(\"2.2.2 Shell Scripting<br/>95 %\"):::good\n\
         \x20 classDef mandatory stroke:#c62828,stroke-width:2px\n\
         \x20 classDef good stroke:#2e7d32,stroke-width:2px\n\
         \x20 classDef optional stroke:#1565c0,stroke-width:2px\n\
         \x20 classDef general stroke:#424242,stroke-width:2px\n"
    );
}

#[test]
fn dot_quotes_its_labels() {
    let text = drawn(dot);
    assert!(text.starts_with("digraph roadmap {\n  label=\"A \\\"B\\\" & <C>\";"));
    assert!(text.contains(
        "  s0n2 [label=\"2.2.1 Linux Basics\\n55 %\", color=\"#c62828\"];\n  s0n1 -> s0n2;\n"
    ));
    assert!(text.ends_with("}\n"));
}

#[test]
fn markdown_ticks_off_what_is_mastered() {
    assert_eq!(
        drawn(markdown),
        "# A \"B\" & <C>\n\n## 2.0 Foundations (75 %)\n\n\
         - [ ] 2.2 Operating Systems & CLI (55 %, good)\n\
         \x20 - [ ] 2.2.1 Linux Basics (55 %, mandatory)\n\
         \x20 - [x] 2.2.2 Shell Scripting (95 %, good)\n"
    );
}

#[test]
fn svg_escapes_text_and_draws_a_bar_a_topic() {
    let text = drawn(svg);
    assert!(text.contains("<title>A &quot;B&quot; &amp; &lt;C&gt;</title>"));
    assert_eq!(text.matches("fill=\"#66bb6a\"").count(), 3);
    assert!(
        text.contains("width=\"66\" height=\"9\" rx=\"2\" fill=\"#ffcc80\""),
        "6 of 10 are seen"
    );
    assert_eq!(text.matches("<g ").count(), text.matches("</g>").count());
}

#[test]
fn every_roadmap_can_be_drawn_in_every_form() {
    for roadmap in &roadmaps::built_in() {
        let tree = tree(roadmap);
        let drawing = Drawing {
            title: &roadmap.title,
            tree: &tree,
            standings: &Standings::new(),
        };
        for draw in [mermaid, dot, markdown, svg] {
            let text = draw(&drawing);
            for branch in &tree {
                let first = branch.section.title.split([' ', '&']).next().unwrap();
                assert!(text.contains(first), "{} {first}", roadmap.id);
            }
        }
    }
}
