#include "policy/script/lexer.h"

#include <QString>

#include <array>
#include <cctype>

namespace qd::lab::policy {

namespace {

constexpr size_t mostTokensInScript = 20'000;

bool isNameStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool isNamePart(char c) { return isNameStart(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Length of the string or character literal at the start of `text`; 0 when it does not end. Knows "…", @"…", $"…", $@"…", '…'.
size_t literalLength(std::string_view text)
{
    size_t at = 0;
    bool verbatim = false;
    bool holes = false;
    for (; at < text.size() && (text[at] == '@' || text[at] == '$'); ++at) {
        verbatim = verbatim || text[at] == '@';
        holes = holes || text[at] == '$';
    }
    if (at >= text.size())
        return 0;
    const char quote = text[at];
    int depth = 0;
    for (++at; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\\' && !verbatim) {
            ++at;
        } else if (holes && c == '{') {
            depth += at + 1 < text.size() && text[at + 1] == '{' && depth == 0 ? (++at, 0) : 1;
        } else if (holes && c == '}' && depth > 0) {
            --depth;
        } else if (c == quote && depth > 0) { // a string inside a hole
            const size_t inner = literalLength(text.substr(at));
            if (inner == 0)
                return 0;
            at += inner - 1;
        } else if (c == quote) {
            if (!verbatim || at + 1 >= text.size() || text[at + 1] != quote)
                return at + 1;
            ++at;
        } else if (c == '\n' && !verbatim) {
            return 0;
        }
    }
    return 0;
}

bool startsLiteral(std::string_view text)
{
    size_t at = 0;
    while (at < text.size() && at < 2 && (text[at] == '@' || text[at] == '$'))
        ++at;
    return at < text.size() && (text[at] == '"' || (at == 0 && text[at] == '\''));
}

size_t commentLength(std::string_view text)
{
    if (text.starts_with("//")) {
        const size_t end = text.find('\n');
        return end == std::string_view::npos ? text.size() : end;
    }
    if (!text.starts_with("/*"))
        return 0;
    const size_t end = text.find("*/", 2);
    return end == std::string_view::npos ? text.size() : end + 2;
}

void appendCodePoint(std::string &out, uint32_t code)
{
    const char32_t point = code;
    out += QString::fromUcs4(&point, 1).toStdString();
}

class ScriptLexer
{
public:
    ScriptLexer(std::string_view source, Place start) : m_source(source), m_place(start) {}

    std::vector<ScriptToken> run()
    {
        while (skipBlanks()) {
            if (m_tokens.size() >= mostTokensInScript)
                throw Fault{m_place, "The expression is too long.", "CS8078", {}};
            next();
        }
        m_tokens.push_back({TokenKind::End, "", m_place, false});
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] std::string_view rest() const { return m_source.substr(m_at); }
    void move(size_t count)
    {
        advance(m_place, m_source.substr(m_at, count));
        m_at += count;
    }
    void add(TokenKind kind, std::string text, size_t length, bool verbatim = false)
    {
        m_tokens.push_back({kind, std::move(text), m_place, verbatim});
        move(length);
    }
    bool skipBlanks()
    {
        while (m_at < m_source.size()) {
            const size_t comment = commentLength(rest());
            if (comment == 0 && std::isspace(static_cast<unsigned char>(m_source[m_at])) == 0)
                return true;
            move(comment == 0 ? 1 : comment);
        }
        return false;
    }
    void next()
    {
        const char c = m_source[m_at];
        if (startsLiteral(rest()))
            return literal();
        if (isNameStart(c))
            return name();
        if (std::isdigit(static_cast<unsigned char>(c)) != 0)
            return number();
        mark();
    }
    void name()
    {
        size_t length = 0;
        while (m_at + length < m_source.size() && isNamePart(m_source[m_at + length]))
            ++length;
        add(TokenKind::Name, std::string(m_source.substr(m_at, length)), length);
    }
    void number()
    {
        const std::string_view text = rest();
        size_t length = 0;
        const auto digits = [&] {
            while (length < text.size() && std::isdigit(static_cast<unsigned char>(text[length])) != 0)
                ++length;
        };
        digits();
        bool isReal = false;
        if (length + 1 < text.size() && text[length] == '.' && std::isdigit(static_cast<unsigned char>(text[length + 1])) != 0) {
            isReal = true;
            ++length;
            digits();
        }
        if (length + 1 < text.size() && (text[length] == 'e' || text[length] == 'E') && std::isdigit(static_cast<unsigned char>(text[length + 1])) != 0) {
            isReal = true;
            ++length;
            digits();
        }
        const char suffix = length < text.size() ? text[length] : ' ';
        const std::string value(text.substr(0, length));
        if (isNameStart(suffix) && std::string_view("LldDfFmM").find(suffix) == std::string_view::npos)
            throw Fault{m_place, "; expected", "CS1002", {}};
        const bool isLong = suffix == 'L' || suffix == 'l';
        add(isLong ? TokenKind::Long : isReal || isNameStart(suffix) ? TokenKind::Real : TokenKind::Integer, value, length + (isNameStart(suffix) ? 1U : 0U));
    }
    void literal()
    {
        const size_t length = literalLength(rest());
        if (length == 0)
            throw Fault{m_place, "Newline in constant", "CS1010", {}};
        std::string_view text = rest().substr(0, length);
        bool verbatim = false;
        bool holes = false;
        while (text.front() == '@' || text.front() == '$') {
            verbatim = verbatim || text.front() == '@';
            holes = holes || text.front() == '$';
            text.remove_prefix(1);
        }
        const bool isCharacter = text.front() == '\'';
        text = text.substr(1, text.size() - 2);
        if (holes)
            return add(TokenKind::Interpolated, std::string(text), length, verbatim);
        const std::string value = verbatim ? undoubled(text) : unescaped(text);
        if (isCharacter && QString::fromStdString(value).size() != 1)
            throw Fault{m_place, value.empty() ? "Empty character literal" : "Too many characters in character literal", value.empty() ? "CS1011" : "CS1012", {}};
        add(isCharacter ? TokenKind::Character : TokenKind::String, value, length);
    }
    static std::string undoubled(std::string_view text)
    {
        std::string out;
        for (size_t i = 0; i < text.size(); ++i) {
            out += text[i];
            i += text[i] == '"' ? 1U : 0U;
        }
        return out;
    }
    std::string unescaped(std::string_view text) const
    {
        static constexpr std::string_view names = "'\"\\0abfnrtv";
        static constexpr std::string_view values{"'\"\\\0\a\b\f\n\r\t\v", 11};
        std::string out;
        for (size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '\\') {
                out += text[i];
                continue;
            }
            const char c = ++i < text.size() ? text[i] : ' ';
            const size_t known = names.find(c);
            if (known != std::string_view::npos)
                out += values[known];
            else if (c == 'u' || c == 'x' || c == 'U')
                appendCodePoint(out, hexadecimal(text, i, c));
            else
                throw Fault{m_place, "Unrecognized escape sequence", "CS1009", {}};
        }
        return out;
    }
    uint32_t hexadecimal(std::string_view text, size_t &at, char kind) const
    {
        const size_t most = kind == 'U' ? 8 : 4;
        uint32_t code = 0;
        size_t digits = 0;
        while (digits < most && at + 1 < text.size() && std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0) {
            const char c = text[++at];
            code = code * 16 + static_cast<uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
            ++digits;
        }
        if (digits == 0 || (kind != 'x' && digits < most) || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
            throw Fault{m_place, "Unrecognized escape sequence", "CS1009", {}};
        return code;
    }
    void mark()
    {
        static constexpr std::array<std::string_view, 20> longer{"?" "?=", "?.", "=>", "==", "!=", "<=", ">=", "&&", "||", "??",
                                                                 "++", "--", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "?["};
        for (const std::string_view one : longer)
            if (rest().starts_with(one))
                return add(TokenKind::Mark, std::string(one), one.size());
        const char c = m_source[m_at];
        if (std::string_view("(){}[]<>.,;:?!+-*/%=&|^~").find(c) == std::string_view::npos)
            throw Fault{m_place, std::string("Unexpected character '") + c + "'", "CS1056", {}};
        add(TokenKind::Mark, std::string(1, c), 1);
    }

    std::string_view m_source;
    Place m_place;
    size_t m_at = 0;
    std::vector<ScriptToken> m_tokens;
};

} // namespace

std::vector<ScriptToken> lexScript(std::string_view source, Place start) { return ScriptLexer(source, start).run(); }

size_t scriptLength(std::string_view text)
{
    if (!text.starts_with("@(") && !text.starts_with("@{"))
        return 0;
    std::string open;
    for (size_t at = 1; at < text.size();) {
        const std::string_view rest = text.substr(at);
        if (const size_t comment = commentLength(rest); comment > 0) {
            at += comment;
            continue;
        }
        if (startsLiteral(rest)) {
            const size_t length = literalLength(rest);
            if (length == 0)
                return 0;
            at += length;
            continue;
        }
        const char c = text[at++];
        if (c == '(' || c == '{' || c == '[')
            open += c == '(' ? ')' : c == '{' ? '}' : ']';
        if (c != ')' && c != '}' && c != ']')
            continue;
        if (open.empty() || open.back() != c)
            return 0;
        open.pop_back();
        if (open.empty())
            return at;
    }
    return 0;
}

} // namespace qd::lab::policy
