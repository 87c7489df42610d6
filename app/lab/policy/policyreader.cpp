#include "policy/policyreader.h"

#include "policy/script/lexer.h"

#include <QString>

#include <cctype>
#include <utility>

namespace qd::lab::policy {

namespace {

constexpr size_t mostBytes = 1U << 20U;
constexpr int deepestElement = 60;

bool isXmlSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool isBlankText(std::string_view text)
{
    for (const char c : text)
        if (!isXmlSpace(c))
            return false;
    return true;
}
bool isXmlName(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

class PolicyParser
{
public:
    PolicyParser(std::string_view text, PolicyFormat format) : m_text(text), m_isRaw(format == PolicyFormat::RawXml) {}

    std::vector<PolicyNode> run()
    {
        if (m_text.size() > mostBytes)
            fail("The document is larger than 1 MB.");
        if (m_text.starts_with("\xEF\xBB\xBF"))
            m_at = 3;
        std::vector<PolicyNode> nodes;
        bool hasRoot = false;
        for (skipSpace(); m_at < m_text.size(); skipSpace()) {
            if (skipDeclaration())
                continue;
            if (!starts("<"))
                fail("Data at the root level is invalid." + where());
            nodes.push_back(starts("<!--") ? comment() : element(0));
            if (nodes.back().sort == PolicyNode::Sort::Element && std::exchange(hasRoot, true))
                fail("There are multiple root elements." + where());
        }
        if (!hasRoot)
            fail("Root element is missing.");
        return nodes;
    }

private:
    [[nodiscard]] bool starts(std::string_view with) const { return m_text.substr(m_at).starts_with(with); }
    [[nodiscard]] std::string where() const
    {
        return " Line " + std::to_string(m_place.line) + ", position " + std::to_string(m_place.column) + ".";
    }
    [[noreturn]] void fail(const std::string &message) const { throw Fault{m_place, message, {}, {}}; }
    void move(size_t count)
    {
        count = std::min(count, m_text.size() - m_at);
        advance(m_place, m_text.substr(m_at, count));
        m_at += count;
    }
    void skipSpace()
    {
        while (m_at < m_text.size() && isXmlSpace(m_text[m_at]))
            move(1);
    }
    bool skipDeclaration()
    {
        if (!starts("<?xml"))
            return false;
        const size_t end = m_text.find("?>", m_at);
        if (end == std::string_view::npos)
            fail("Unexpected end of file has occurred." + where());
        move(end + 2 - m_at);
        return true;
    }
    void need(std::string_view what)
    {
        if (starts(what))
            return move(what.size());
        if (m_at >= m_text.size())
            fail("Unexpected end of file has occurred." + where());
        fail("'" + printable(m_text[m_at]) + "' is an unexpected token. The expected token is '" + std::string(what) + "'." + where());
    }
    static std::string printable(char c)
    {
        const bool plain = static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F;
        return plain ? std::string(1, c) : "0x" + QString::number(static_cast<unsigned char>(c), 16).toUpper().toStdString();
    }
    std::string name()
    {
        size_t length = 0;
        while (m_at + length < m_text.size() && isXmlName(m_text[m_at + length]))
            ++length;
        const bool isGood = length > 0 && std::isdigit(static_cast<unsigned char>(m_text[m_at])) == 0 && m_text[m_at] != '-' && m_text[m_at] != '.';
        if (m_at >= m_text.size())
            fail("Unexpected end of file has occurred." + where());
        if (!isGood)
            fail("Name cannot begin with the '" + printable(m_text[m_at]) + "' character." + where());
        std::string text(m_text.substr(m_at, length));
        move(length);
        return text;
    }
    PolicyNode comment()
    {
        PolicyNode made;
        made.sort = PolicyNode::Sort::Comment;
        made.at = m_place;
        const size_t end = m_text.find("-->", m_at + 4);
        if (end == std::string_view::npos)
            fail("Unexpected end of file while parsing Comment has occurred." + where());
        made.text = std::string(m_text.substr(m_at + 4, end - m_at - 4));
        move(end + 3 - m_at);
        return made;
    }
    PolicyNode element(int depth)
    {
        if (depth > deepestElement)
            fail("The document nests too deep." + where());
        PolicyNode made;
        need("<");
        made.at = m_place;
        if (starts("!") || starts("?"))
            fail("DTDs and processing instructions are prohibited." + where());
        made.name = name();
        attributes(made);
        if (starts("/>")) {
            move(2);
            made.isSelfClosed = true;
            return made;
        }
        need(">");
        children(made, depth);
        return made;
    }
    void attributes(PolicyNode &of)
    {
        for (skipSpace(); m_at < m_text.size() && isXmlName(m_text[m_at]); skipSpace()) {
            PolicyAttribute made;
            made.at = m_place;
            made.name = name();
            if (of.attribute(made.name))
                throw Fault{made.at, "'" + made.name + "' is a duplicate attribute name." + where(), {}, {}};
            skipSpace();
            need("=");
            skipSpace();
            value(made);
            of.attributes.push_back(std::move(made));
        }
    }
    void value(PolicyAttribute &of)
    {
        const char quote = m_at < m_text.size() ? m_text[m_at] : '\0';
        if (quote != '"' && quote != '\'')
            need("\"");
        move(1);
        of.valueAt = m_place;
        if (m_isRaw && isExpression(m_text.substr(m_at))) {
            of.value = expression();
            if (m_at >= m_text.size() || m_text[m_at] != quote)
                need(std::string_view(&quote, 1));
            return move(1);
        }
        const size_t end = m_text.find(quote, m_at);
        if (end == std::string_view::npos)
            fail("There is an unclosed literal string." + where());
        const std::string_view raw = m_text.substr(m_at, end - m_at);
        if (raw.find('<') != std::string_view::npos) {
            move(raw.find('<'));
            fail("'<', hexadecimal value 0x3C, is an invalid attribute character." + where());
        }
        of.value = decoded(raw);
        move(1);
    }
    /// The C# expression that begins here, verbatim.
    std::string expression()
    {
        const size_t length = scriptLength(m_text.substr(m_at));
        if (length == 0)
            fail("The expression that begins here does not end.");
        std::string text(m_text.substr(m_at, length));
        move(length);
        return text;
    }
    /// Decodes entities and moves behind `raw`, which begins here.
    std::string decoded(std::string_view raw)
    {
        std::string out;
        const size_t end = m_at + raw.size();
        while (m_at < end) {
            if (m_text[m_at] != '&') {
                out += m_text[m_at];
                move(1);
                continue;
            }
            const size_t semicolon = m_text.find(';', m_at);
            if (semicolon == std::string_view::npos || semicolon >= end || semicolon - m_at > 12) {
                move(1);
                fail("An error occurred while parsing EntityName." + where());
            }
            out += entity(m_text.substr(m_at + 1, semicolon - m_at - 1));
            move(semicolon + 1 - m_at);
        }
        return out;
    }
    std::string entity(std::string_view name)
    {
        static constexpr std::pair<std::string_view, const char *> known[]{{"lt", "<"}, {"gt", ">"}, {"amp", "&"}, {"quot", "\""}, {"apos", "'"}};
        for (const auto &[one, value] : known)
            if (one == name)
                return value;
        bool isNumber = false;
        char32_t code = 0;
        if (name.starts_with("#x"))
            code = QString::fromLatin1(name.data() + 2, static_cast<qsizetype>(name.size() - 2)).toUInt(&isNumber, 16);
        else if (name.starts_with("#"))
            code = QString::fromLatin1(name.data() + 1, static_cast<qsizetype>(name.size() - 1)).toUInt(&isNumber, 10);
        const bool isAllowed = code == 9 || code == 10 || code == 13 || (code >= 0x20 && code < 0xD800) || (code >= 0xE000 && code <= 0x10FFFF);
        if (!isNumber || !isAllowed)
            fail(name.starts_with("#") ? "Invalid syntax for a character entity." + where()
                                       : "Reference to undeclared entity '" + std::string(name) + "'." + where());
        return QString::fromUcs4(&code, 1).toStdString();
    }
    void children(PolicyNode &of, int depth)
    {
        while (true) {
            text(of);
            if (m_at >= m_text.size())
                throw Fault{of.at, "Unexpected end of file has occurred. The following elements are not closed: " + of.name + "." + where(), {}, {}};
            if (starts("</"))
                return close(of);
            if (starts("<!--"))
                of.children.push_back(comment());
            else if (starts("<![CDATA["))
                of.children.push_back(verbatim());
            else
                of.children.push_back(element(depth + 1));
        }
    }
    void close(const PolicyNode &of)
    {
        const Place tag = m_place;
        move(2);
        const std::string closed = name();
        if (closed != of.name)
            throw Fault{tag, "The '" + of.name + "' start tag on line " + std::to_string(of.at.line) + " position " + std::to_string(of.at.column)
                                 + " does not match the end tag of '" + closed + "'." + where(), {}, {}};
        skipSpace();
        need(">");
    }
    PolicyNode verbatim()
    {
        PolicyNode made;
        made.sort = PolicyNode::Sort::Text;
        move(9);
        made.at = m_place;
        const size_t end = m_text.find("]]>", m_at);
        if (end == std::string_view::npos)
            fail("Unexpected end of file while parsing CDATA has occurred." + where());
        made.text = std::string(m_text.substr(m_at, end - m_at));
        move(end + 3 - m_at);
        return made;
    }
    /// Text up to the next tag; an expression in it runs to its own end. Blank text is dropped.
    void text(PolicyNode &of)
    {
        PolicyNode made;
        made.sort = PolicyNode::Sort::Text;
        size_t blank = 0;
        while (m_at + blank < m_text.size() && isXmlSpace(m_text[m_at + blank]))
            ++blank;
        const std::string lead(m_text.substr(m_at, blank));
        move(blank);
        made.at = m_place;
        if (m_isRaw && isExpression(m_text.substr(m_at))) {
            made.text = expression();
            skipSpace();
        } else {
            const size_t end = std::min(m_text.find('<', m_at), m_text.size());
            if (end == m_at)
                return;
            made.text = lead + decoded(m_text.substr(m_at, end - m_at));
            if (isExpression(std::string_view(made.text).substr(lead.size())))
                made.text.erase(0, lead.size());
        }
        if (!isBlankText(made.text))
            of.children.push_back(std::move(made));
    }

    std::string_view m_text;
    const bool m_isRaw;
    size_t m_at = 0;
    Place m_place;
};

} // namespace

std::variant<std::vector<PolicyNode>, Fault> readPolicy(std::string_view text, PolicyFormat format)
{
    try {
        return PolicyParser(text, format).run();
    } catch (const Fault &fault) {
        return fault;
    }
}

} // namespace qd::lab::policy
