//! Data of either notation.

/// One value, as far as cards need it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text, a keyword without its colon, a number or an instant, as written.
    Text(String),
    /// A list, vector or set.
    List(Vec<Value>),
    /// Keys are texts; a map with other keys keeps those that are.
    Map(Vec<(String, Value)>),
    /// `true`.
    True,
    /// `nil`, `false`, and what no card needs.
    Nothing,
}

impl Value {
    /// The value of a key, if it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(entries) => {
                let found = entries.iter().find(|(name, _)| name == key);
                found.map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text of a key; empty where there is none.
    pub fn text(&self, key: &str) -> &str {
        match self.get(key) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The list of a key; empty where there is none.
    pub fn list(&self, key: &str) -> &[Value] {
        match self.get(key) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    /// Whether a key has anything but `nil` and `false`.
    pub fn is_set(&self, key: &str) -> bool {
        !matches!(self.get(key), None | Some(Value::Nothing))
    }

    /// A map of these keys and values, one after the other.
    pub fn map_of(items: Vec<Value>) -> Value {
        let mut entries = Vec::with_capacity(items.len() / 2);
        let mut items = items.into_iter();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            if let Value::Text(key) = key {
                entries.push((key, value));
            }
        }
        Value::Map(entries)
    }
}
