#include "policy/policywriter.h"

#include <algorithm>

namespace qd::lab::policy {

namespace {

class PolicyPrinter
{
public:
    PolicyPrinter(PolicyFormat format, PolicyLayout layout) : m_format(format), m_indent(layout == PolicyLayout::Single ? "\t" : "  ") {}

    std::string print(const std::vector<PolicyNode> &nodes)
    {
        for (const PolicyNode &node : nodes) {
            m_out += m_out.empty() ? "" : "\r\n";
            print(node, 0);
        }
        return std::move(m_out);
    }

private:
    void print(const PolicyNode &node, int depth)
    {
        switch (node.sort) {
        case PolicyNode::Sort::Comment: m_out += "<!--" + node.text + "-->"; return;
        case PolicyNode::Sort::Text: m_out += escaped(node.text, false); return;
        case PolicyNode::Sort::Element: break;
        }
        m_out += "<" + node.name;
        for (const PolicyAttribute &attribute : node.attributes)
            m_out += " " + attribute.name + "=\"" + escaped(attribute.value, true) + "\"";
        if (node.isSelfClosed) {
            m_out += " />";
            return;
        }
        m_out += ">";
        const bool isMixed = std::any_of(node.children.begin(), node.children.end(), [](const PolicyNode &child) { return child.sort == PolicyNode::Sort::Text; });
        for (const PolicyNode &child : node.children) {
            if (!isMixed)
                breakLine(depth + 1);
            print(child, depth + 1);
        }
        if (!isMixed && !node.children.empty())
            breakLine(depth);
        m_out += "</" + node.name + ">";
    }
    void breakLine(int depth)
    {
        m_out += "\r\n";
        for (int i = 0; i < depth; ++i)
            m_out += m_indent;
    }
    [[nodiscard]] std::string escaped(const std::string &text, bool isAttribute) const
    {
        if (m_format == PolicyFormat::RawXml && isExpression(text))
            return withCrLf(text);
        std::string out;
        for (const char c : withCrLf(text)) {
            if (c == '&')
                out += "&amp;";
            else if (c == '<')
                out += "&lt;";
            else if (c == '>')
                out += "&gt;";
            else if (c == '"' && isAttribute)
                out += "&quot;";
            else
                out += c;
        }
        return out;
    }
    static std::string withCrLf(const std::string &text)
    {
        std::string out;
        for (const char c : text) {
            if (c == '\n' && (out.empty() || out.back() != '\r'))
                out += '\r';
            out += c;
        }
        return out;
    }

    const PolicyFormat m_format;
    const std::string m_indent;
    std::string m_out;
};

} // namespace

std::string writePolicy(const std::vector<PolicyNode> &nodes, PolicyFormat format, PolicyLayout layout)
{
    return PolicyPrinter(format, layout).print(nodes);
}

} // namespace qd::lab::policy
