//! Object storage answers in XML; checks read JSON. Elements become members, repeated elements arrays, text strings.

use quick_xml::events::Event;
use serde_json::{Map, Value};

/// Converts an XML document; the root element becomes the outermost value. Attributes and namespaces are dropped.
///
/// # Errors
/// What is wrong with the document.
pub fn xml_to_json(text: &str) -> Result<Value, String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut stack: Vec<(String, Map<String, Value>, String)> = vec![(String::new(), Map::new(), String::new())];
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(start) => {
                if stack.len() > 64 {
                    return Err("nested too deeply".into());
                }
                let name = start.local_name().as_ref().to_owned();
                stack.push((name, Map::new(), String::new()));
            }
            Event::Empty(empty) => {
                let name = empty.local_name().as_ref().to_owned();
                let parent = &mut stack.last_mut().ok_or("no parent")?.1;
                insert(parent, name, Value::String(String::new()));
            }
            Event::Text(text) => {
                stack.last_mut().ok_or("text outside")?.2.push_str(&text.xml10_content());
            }
            Event::CData(data) => {
                stack.last_mut().ok_or("text outside")?.2.push_str(&data.xml10_content());
            }
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let resolved = match reference.resolve_char_ref().map_err(|e| e.to_string())? {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&name)
                        .ok_or_else(|| format!("unknown entity &{name};"))?
                        .to_owned(),
                };
                stack.last_mut().ok_or("text outside")?.2.push_str(&resolved);
            }
            Event::End(_) => {
                let (name, members, text) = stack.pop().ok_or("too many ends")?;
                let value =
                    if members.is_empty() { Value::String(text.trim().to_owned()) } else { Value::Object(members) };
                insert(&mut stack.last_mut().ok_or("too many ends")?.1, name, value);
            }
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::DocType(_) => return Err("a document type is not accepted".into()),
        }
    }
    if stack.len() != 1 {
        return Err("it breaks off".into());
    }
    let (_, root, _) = stack.pop().ok_or("empty")?;
    root.into_iter().next().map(|(_, value)| value).ok_or_else(|| "no element".into())
}

fn insert(into: &mut Map<String, Value>, name: String, value: Value) {
    match into.get_mut(&name) {
        None => {
            into.insert(name, value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => {
            let one = first.take();
            *first = Value::Array(vec![one, value]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn repeated_elements_become_a_list_and_text_keeps_its_entities() {
        let xml = "<?xml version=\"1.0\"?><R xmlns=\"u\"><B><N>a &amp; b</N></B><B><N>c&#x41;</N></B><E/></R>";
        let json = xml_to_json(xml).unwrap();
        assert_eq!(json, json!({ "B": [{ "N": "a & b" }, { "N": "cA" }], "E": "" }));
    }

    #[test]
    fn a_broken_document_and_a_document_type_are_refused() {
        assert!(xml_to_json("<a><b></a>").is_err());
        assert!(xml_to_json("<a><b>").is_err());
        assert!(xml_to_json("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>").is_err());
        assert!(xml_to_json("").is_err());
    }
}
