//! What the lexer knows of each language: one entry each, the place to add one.

use super::style::Style;

pub(super) struct Language {
    /// What may stand behind the fence.
    pub names: &'static [&'static str],
    /// Parted by spaces.
    pub keywords: &'static str,
    /// Whether keywords are written in any case.
    pub any_case: bool,
    pub line_comments: &'static [&'static str],
    pub block_comment: Option<(&'static str, &'static str)>,
    /// Longer signs first.
    pub quotes: &'static [Quote],
    pub keys: Keys,
    /// Whether `-` is part of a word.
    pub hyphens: bool,
    /// Whether lines may begin with a prompt.
    pub prompts: bool,
}

pub(super) struct Quote {
    pub sign: &'static str,
    /// Whether a backslash takes away the meaning of what follows.
    pub escapes: bool,
    /// Whether the string may go on over lines.
    pub lines: bool,
    /// Whether it holds a single character.
    pub character: bool,
}

impl Quote {
    const fn new(sign: &'static str) -> Quote {
        Quote {
            sign,
            escapes: true,
            lines: false,
            character: false,
        }
    }

    const fn raw(self) -> Quote {
        Quote {
            escapes: false,
            ..self
        }
    }

    const fn lines(self) -> Quote {
        Quote {
            lines: true,
            ..self
        }
    }

    const fn character(self) -> Quote {
        Quote {
            character: true,
            ..self
        }
    }
}

/// Where the keys of configuration stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    None,
    /// Before a colon, at the beginning of a line or in quotes.
    Colon,
    /// Before an equals sign; `[sections]` too.
    Equals,
    /// The first word of each line.
    FirstWord,
}

impl Language {
    pub fn is_keyword(&self, word: &str) -> bool {
        let mut keywords = self.keywords.split(' ');
        match self.any_case {
            true => keywords.any(|keyword| keyword.eq_ignore_ascii_case(word)),
            false => keywords.any(|keyword| keyword == word),
        }
    }

    /// The style of lines that are of one kind as a whole.
    pub fn whole_line(&self, line: &str) -> Option<Style> {
        let section = line.starts_with('[') && line.trim_end().ends_with(']');
        match (self.names[0], line.as_bytes().first()?) {
            ("diff", b'+') => Some(Style::Added),
            ("diff", b'-') => Some(Style::Removed),
            ("diff", b'@') => Some(Style::Comment),
            ("diff" | "", _) => Some(Style::Plain),
            _ if self.keys == Keys::Equals && section => Some(Style::Keyword),
            _ => None,
        }
    }
}

/// Returns what is known of the language; of an unknown one nothing is.
pub(super) fn find(name: &str) -> &'static Language {
    let is_named = |language: &&Language| {
        language
            .names
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    };
    ALL.iter().find(is_named).unwrap_or(&UNKNOWN)
}

const UNKNOWN: Language = Language {
    names: &[""],
    keywords: "",
    any_case: false,
    line_comments: &[],
    block_comment: None,
    quotes: &[],
    keys: Keys::None,
    hyphens: false,
    prompts: false,
};

/// Comments and strings as C has them.
const LIKE_C: Language = Language {
    line_comments: &["//"],
    block_comment: Some(("/*", "*/")),
    quotes: &[DOUBLE, SINGLE],
    ..UNKNOWN
};

const DOUBLE: Quote = Quote::new("\"");
const SINGLE: Quote = Quote::new("'");
const CHARACTER: Quote = Quote::new("'").character();
const BACKTICK: Quote = Quote::new("`").lines();
const RAW_BACKTICK: Quote = Quote::new("`").lines().raw();
const RAW_SINGLE: Quote = Quote::new("'").raw();
const RAW_DOUBLE: Quote = Quote::new("\"").raw();
const TRIPLE_DOUBLE: Quote = Quote::new("\"\"\"").lines();
const TRIPLE_SINGLE: Quote = Quote::new("'''").lines();

pub(super) const ALL: &[Language] = &[
    Language {
        names: &[
            "sql",
            "postgresql",
            "postgres",
            "psql",
            "plpgsql",
            "mysql",
            "sqlite",
            "cql",
        ],
        keywords: "\
            abort add all alter analyze and any as asc begin between by call cascade case check \
            cluster column commit committed concurrently conflict constraint copy create cross \
            cursor database declare default deferrable delete desc distinct do drop else end \
            escape except exclude execute exists explain false fetch filter for force foreign \
            from full function generated grant group having identity if ilike immediate in \
            include index inherits initially inner insert instead intersect into is isolation \
            join key language lateral left level like limit listen lock locked materialized \
            merge mode natural not nothing notify nowait null nulls object of offset on only or \
            order outer over overlaps parallel partition prepare primary procedure range read \
            recursive references refresh reindex release rename repeatable replace reset \
            restrict returning returns revoke right rollback row rows savepoint schema security \
            select sequence serializable session set share show skip some start stored table \
            tablesample temporary then to transaction trigger true truncate uncommitted union \
            unique update using vacuum values view when where window with work write",
        any_case: true,
        line_comments: &["--"],
        block_comment: Some(("/*", "*/")),
        quotes: &[RAW_SINGLE, RAW_DOUBLE],
        ..UNKNOWN
    },
    Language {
        names: &["rust", "rs"],
        keywords: "\
            as async await break const continue crate dyn else enum extern false fn for if impl \
            in let loop match mod move mut pub ref return self Self static struct super trait \
            true type unsafe use where while",
        quotes: &[DOUBLE.lines(), CHARACTER],
        ..LIKE_C
    },
    Language {
        names: &["go", "golang"],
        keywords: "\
            break case chan const continue default defer else fallthrough false for func go goto \
            if import interface map nil package range return select struct switch true type var",
        quotes: &[DOUBLE, SINGLE, RAW_BACKTICK],
        ..LIKE_C
    },
    Language {
        names: &["java", "scala", "groovy", "gradle"],
        keywords: "\
            abstract assert boolean break byte case catch char class continue default do double \
            else enum extends false final finally float for if implements import instanceof int \
            interface long native new null package permits private protected public record \
            return sealed short static super switch synchronized this throw throws transient \
            true try var void volatile while yield",
        quotes: &[TRIPLE_DOUBLE, DOUBLE, SINGLE],
        ..LIKE_C
    },
    Language {
        names: &["kotlin", "kt", "kts"],
        keywords: "\
            abstract as break by catch class companion continue data do else enum false final \
            finally for fun if import in inline interface internal is lateinit null object open \
            override package private protected public return sealed super suspend this throw \
            true try typealias val var when while",
        quotes: &[TRIPLE_DOUBLE, DOUBLE, SINGLE],
        ..LIKE_C
    },
    Language {
        names: &["csharp", "cs", "c#"],
        keywords: "\
            abstract as async await base bool break byte case catch char class const continue \
            decimal default do double else enum false finally float for foreach if in int \
            interface internal is lock long namespace new null object out override private \
            protected public readonly record ref return sealed static string struct switch this \
            throw true try using var virtual void volatile while yield",
        quotes: &[TRIPLE_DOUBLE, DOUBLE, SINGLE],
        ..LIKE_C
    },
    Language {
        names: &["python", "py", "python3"],
        keywords: "\
            and as assert async await break case class continue def del elif else except False \
            finally for from global if import in is lambda match None nonlocal not or pass raise \
            return self True try while with yield",
        line_comments: &["#"],
        quotes: &[TRIPLE_DOUBLE, TRIPLE_SINGLE, DOUBLE, SINGLE],
        ..UNKNOWN
    },
    Language {
        names: &["ruby", "rb"],
        keywords: "\
            begin break case class def do else elsif end ensure false for if in module next nil \
            not or redo rescue retry return self super then true unless until when while yield",
        line_comments: &["#"],
        quotes: &[DOUBLE, SINGLE],
        ..UNKNOWN
    },
    Language {
        names: &["javascript", "js", "jsx", "typescript", "ts", "tsx", "mjs"],
        keywords: "\
            abstract any as async await boolean break case catch class const continue default \
            delete do else enum export extends false finally for from function if implements \
            import in instanceof interface let new null number of private protected public \
            readonly return static string super switch this throw true try type typeof undefined \
            unknown var void while yield",
        quotes: &[DOUBLE, SINGLE, BACKTICK],
        ..LIKE_C
    },
    Language {
        names: &["c", "cpp", "c++", "h", "hpp", "cc"],
        keywords: "\
            alignas atomic auto bool break case catch char class const constexpr continue \
            default delete do double else enum explicit extern false float for if include inline \
            int long mutable namespace new noexcept nullptr NULL operator override private \
            protected public return short signed sizeof static struct switch template this throw \
            true try typedef typename union unsigned using virtual void volatile while",
        ..LIKE_C
    },
    Language {
        names: &[
            "bash",
            "sh",
            "shell",
            "zsh",
            "console",
            "shell-session",
            "fish",
        ],
        keywords: "\
            break case cd continue do done echo elif else esac eval exec exit export fi for \
            function if in local read return set source sudo then time trap unset until while",
        line_comments: &["#"],
        quotes: &[DOUBLE, RAW_SINGLE],
        hyphens: true,
        prompts: true,
        ..UNKNOWN
    },
    Language {
        names: &["yaml", "yml"],
        keywords: "false no null off on true yes",
        line_comments: &["#"],
        quotes: &[DOUBLE, RAW_SINGLE],
        keys: Keys::Colon,
        hyphens: true,
        ..UNKNOWN
    },
    Language {
        names: &["json", "jsonc", "json5", "jsonl", "ndjson"],
        keywords: "false null true",
        line_comments: &["//"],
        quotes: &[DOUBLE],
        keys: Keys::Colon,
        ..UNKNOWN
    },
    Language {
        names: &[
            "toml",
            "ini",
            "properties",
            "conf",
            "systemd",
            "env",
            "dotenv",
        ],
        keywords: "false true",
        line_comments: &["#", ";"],
        quotes: &[TRIPLE_DOUBLE, TRIPLE_SINGLE, DOUBLE, RAW_SINGLE],
        keys: Keys::Equals,
        hyphens: true,
        ..UNKNOWN
    },
    Language {
        names: &["hcl", "terraform", "tf"],
        keywords: "\
            data false for in locals module null output provider resource terraform true \
            variable",
        line_comments: &["#", "//"],
        block_comment: Some(("/*", "*/")),
        quotes: &[DOUBLE],
        keys: Keys::Equals,
        ..UNKNOWN
    },
    Language {
        names: &["http", "https", "rest"],
        keywords: "CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE false null true",
        quotes: &[DOUBLE],
        keys: Keys::Colon,
        hyphens: true,
        ..UNKNOWN
    },
    Language {
        names: &["proto", "protobuf", "proto3", "thrift", "avdl"],
        keywords: "\
            bool bytes double enum extend extensions false fixed32 fixed64 float import int32 \
            int64 map message oneof option optional package repeated required reserved returns \
            rpc service sint32 sint64 stream string syntax to true uint32 uint64",
        ..LIKE_C
    },
    Language {
        names: &["graphql", "gql"],
        keywords: "\
            directive enum extend false fragment implements input interface mutation null on \
            query scalar schema subscription true type union",
        line_comments: &["#"],
        quotes: &[TRIPLE_DOUBLE, DOUBLE],
        ..UNKNOWN
    },
    Language {
        names: &["nginx", "haproxy", "caddy", "apache"],
        line_comments: &["#"],
        quotes: &[DOUBLE, RAW_SINGLE],
        keys: Keys::FirstWord,
        hyphens: true,
        ..UNKNOWN
    },
    Language {
        names: &["dockerfile", "docker", "containerfile"],
        keywords: "\
            ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL \
            STOPSIGNAL USER VOLUME WORKDIR",
        line_comments: &["#"],
        quotes: &[DOUBLE, RAW_SINGLE],
        hyphens: true,
        ..UNKNOWN
    },
    Language {
        names: &["lua"],
        keywords: "\
            and break do else elseif end false for function goto if in local nil not or repeat \
            return then true until while",
        line_comments: &["--"],
        block_comment: Some(("--[[", "]]")),
        quotes: &[DOUBLE, SINGLE],
        ..UNKNOWN
    },
    Language {
        names: &["redis", "redis-cli"],
        keywords: "\
            BLPOP DECR DEL EVAL EX EXEC EXISTS EXPIRE GET HGET HSET INCR INCRBY LPUSH MGET MSET \
            MULTI NX PERSIST PEXPIRE PUBLISH PX RPOP SADD SCAN SET SETNX SUBSCRIBE TTL UNLINK \
            WATCH XACK XADD XREADGROUP XX ZADD ZRANGE",
        any_case: true,
        line_comments: &["#"],
        quotes: &[DOUBLE, RAW_SINGLE],
        prompts: true,
        ..UNKNOWN
    },
    Language {
        names: &["diff", "patch"],
        ..UNKNOWN
    },
];
