#include "query/jsonnodes.h"

#include "query/copytext.h"

#include <algorithm>
#include <utility>

namespace qd::query {

namespace {

constexpr int jsonDepth = 64;
constexpr qsizetype jsonStringLimit = 10000;

/// Walks the text once, without recursion: `m_open` are the containers that are not closed yet.
class JsonWalk
{
public:
    JsonWalk(QStringView text, size_t most) : m_text(text), m_most(most) { }

    JsonNodes run()
    {
        while (step()) { }
        const bool isWhole = m_open.empty() && !m_made.nodes.empty() && m_isGood;
        if (!isWhole && !m_made.isCut)
            m_made.nodes.clear();
        return std::move(m_made);
    }

private:
    bool step()
    {
        skipSpace();
        if (m_at >= m_text.size())
            return false;
        const QChar c = m_text.at(m_at);
        if (c == u',' && !m_open.empty())
            return ++m_at, true;
        if (c == u'}' || c == u']')
            return close(c);
        if (m_open.empty() && !m_made.nodes.empty())
            return m_isGood = false;
        return isInObject() ? member() : value({});
    }
    [[nodiscard]] bool isInObject() const
    {
        return !m_open.empty() && m_made.nodes[static_cast<size_t>(m_open.back())].kind == JsonNode::Kind::Object;
    }
    void skipSpace()
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace())
            ++m_at;
    }
    bool close(QChar c)
    {
        if (m_open.empty() || isInObject() != (c == u'}'))
            return m_isGood = false;
        m_open.pop_back();
        return ++m_at, true;
    }
    bool member()
    {
        if (m_text.at(m_at) != u'"')
            return m_isGood = false;
        const QString key = string();
        skipSpace();
        if (m_at >= m_text.size() || m_text.at(m_at) != u':')
            return m_isGood = false;
        ++m_at;
        skipSpace();
        return m_at < m_text.size() ? value(key) : (m_isGood = false);
    }
    bool value(const QString &key)
    {
        if (m_made.nodes.size() >= m_most || m_open.size() >= jsonDepth) {
            m_made.isCut = true;
            return false;
        }
        JsonNode node{.key = key, .depth = static_cast<int>(m_open.size()), .parent = m_open.empty() ? -1 : m_open.back()};
        if (node.parent >= 0)
            node.index = m_made.nodes[static_cast<size_t>(node.parent)].children++;
        const QChar c = m_text.at(m_at);
        if (c == u'{' || c == u'[') {
            node.kind = c == u'{' ? JsonNode::Kind::Object : JsonNode::Kind::Array;
            m_open.push_back(static_cast<int>(m_made.nodes.size()));
            ++m_at;
        } else if (c == u'"') {
            node.kind = JsonNode::Kind::String;
            node.text = string();
        } else if (!word(node)) {
            return m_isGood = false;
        }
        m_made.nodes.push_back(std::move(node));
        return true;
    }
    bool word(JsonNode &node)
    {
        const qsizetype begin = m_at;
        while (m_at < m_text.size() && (m_text.at(m_at).isLetterOrNumber() || QStringView(u"+-.").contains(m_text.at(m_at))))
            ++m_at;
        node.text = m_text.mid(begin, m_at - begin).toString();
        if (node.text == QLatin1StringView("null"))
            node.kind = JsonNode::Kind::Null;
        else if (node.text == QLatin1StringView("true") || node.text == QLatin1StringView("false"))
            node.kind = JsonNode::Kind::Bool;
        else
            node.kind = JsonNode::Kind::Number;
        return !node.text.isEmpty() && node.text.size() < 400;
    }
    QString string()
    {
        QString text;
        for (++m_at; m_at < m_text.size() && m_text.at(m_at) != u'"'; ++m_at) {
            QChar c = m_text.at(m_at);
            if (c == u'\\' && m_at + 1 < m_text.size())
                c = escape();
            if (text.size() < jsonStringLimit)
                text += c;
        }
        m_isGood = m_isGood && m_at < m_text.size();
        ++m_at;
        return text;
    }
    QChar escape()
    {
        const QChar c = m_text.at(++m_at);
        if (c == u'n')
            return u'\n';
        if (c == u't')
            return u'\t';
        if (c == u'r')
            return u'\r';
        if (c == u'b' || c == u'f')
            return u' ';
        if (c != u'u' || m_at + 4 >= m_text.size())
            return c;
        m_at += 4;
        return QChar(m_text.mid(m_at - 3, 4).toUShort(nullptr, 16));
    }

    QStringView m_text;
    size_t m_most;
    qsizetype m_at = 0;
    bool m_isGood = true;
    std::vector<int> m_open;
    JsonNodes m_made;
};

QString scalarText(const JsonNode &node) { return node.kind == JsonNode::Kind::String ? jsonString(node.text) : node.text; }

QString closing(const JsonNode &node) { return node.kind == JsonNode::Kind::Object ? QStringLiteral("}") : QStringLiteral("]"); }

} // namespace

JsonNodes jsonNodes(QStringView json, size_t most) { return JsonWalk(json, most).run(); }

QString prettyJson(const QString &json, size_t most)
{
    const JsonNodes made = jsonNodes(json, most);
    if (made.nodes.empty())
        return json;
    QString text;
    std::vector<int> open;
    const auto indent = [](size_t depth) { return QString(static_cast<qsizetype>(depth) * 2, u' '); };
    const auto closeTo = [&](size_t depth) {
        for (; open.size() > depth; open.pop_back())
            text += u'\n' % indent(open.size() - 1) % closing(made.nodes[static_cast<size_t>(open.back())]);
    };
    for (size_t i = 0; i < made.nodes.size(); ++i) {
        const JsonNode &node = made.nodes[i];
        closeTo(static_cast<size_t>(node.depth));
        if (i > 0)
            text += (node.index > 0 ? QStringLiteral(",\n") : QStringLiteral("\n")) % indent(static_cast<size_t>(node.depth));
        if (!open.empty() && made.nodes[static_cast<size_t>(open.back())].kind == JsonNode::Kind::Object)
            text += jsonString(node.key) % QStringLiteral(": ");
        const bool isContainer = node.kind == JsonNode::Kind::Object || node.kind == JsonNode::Kind::Array;
        if (!isContainer)
            text += scalarText(node);
        else if (node.children == 0)
            text += node.kind == JsonNode::Kind::Object ? QStringLiteral("{}") : QStringLiteral("[]");
        else {
            text += node.kind == JsonNode::Kind::Object ? u'{' : u'[';
            open.push_back(static_cast<int>(i));
        }
    }
    closeTo(0);
    return made.isCut ? QString(text % QStringLiteral("\n…")) : text;
}

} // namespace qd::query
