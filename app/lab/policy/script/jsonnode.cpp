#include "policy/script/jsonnode.h"

#include "server/jsontext.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace qd::lab::policy {

namespace {

bool sameMemberName(std::string_view a, std::string_view b, bool ignoreCase)
{
    if (!ignoreCase)
        return a == b;
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

/// Builds the tree from nlohmann's events.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json>
{
public:
    explicit TreeBuilder(size_t most) : m_most(most) {}
    bool null() override { return add(JsonNode::null()); }
    bool boolean(bool value) override { return add(JsonNode::boolean(value)); }
    bool number_integer(number_integer_t value) override { return add(JsonNode::integer(value)); }
    bool number_unsigned(number_unsigned_t value) override
    {
        const bool fits = value <= static_cast<number_unsigned_t>(std::numeric_limits<int64_t>::max());
        return add(fits ? JsonNode::integer(static_cast<int64_t>(value)) : JsonNode::real(static_cast<double>(value)));
    }
    bool number_float(number_float_t value, const string_t & /*text*/) override { return add(JsonNode::real(value)); }
    bool string(string_t &value) override { return add(JsonNode::string(std::move(value))); }
    bool binary(binary_t & /*value*/) override { return false; }
    bool start_object(std::size_t /*count*/) override { return open(JsonType::Object); }
    bool key(string_t &name) override
    {
        m_key = std::move(name);
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*count*/) override { return open(JsonType::Array); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string & /*token*/, const nlohmann::detail::exception & /*error*/) override
    {
        m_problem = "Unexpected character encountered while parsing value. Position " + std::to_string(position) + ".";
        return false;
    }

    JsonRef m_root;
    std::string m_problem;

private:
    bool open(JsonType type)
    {
        JsonRef node = JsonNode::make(type);
        const JsonRef keep = node;
        m_keys.push_back(m_key);
        m_open.push_back(keep);
        return m_open.size() < JsonNode::deepest / 2 ? count() : false;
    }
    bool close()
    {
        const JsonRef done = m_open.back();
        m_open.pop_back();
        m_key = std::move(m_keys.back());
        m_keys.pop_back();
        return attach(done);
    }
    bool count()
    {
        if (++m_count <= m_most)
            return true;
        m_problem = "The document holds too many tokens.";
        return false;
    }
    bool add(const JsonRef &node) { return count() && attach(node); }
    bool attach(const JsonRef &node)
    {
        if (m_open.empty()) {
            m_root = node;
            return true;
        }
        JsonNode &parent = *m_open.back();
        if (parent.type() == JsonType::Array)
            return parent.append(node);
        return parent.items().size() < 64 ? parent.setMember(m_key, node) : appendMember(parent, node);
    }
    /// Large objects: looking for a duplicate costs too much for each member, so the last of several wins at reading.
    bool appendMember(JsonNode &parent, const JsonRef &node) const { return parent.append(JsonNode::property(m_key, node)); }

    const size_t m_most;
    size_t m_count = 0;
    std::vector<JsonRef> m_open;
    std::vector<std::string> m_keys;
    std::string m_key;
};

} // namespace

JsonNode::~JsonNode()
{
    for (const JsonRef &item : m_items)
        item->m_parent = nullptr;
}

JsonRef JsonNode::integer(int64_t value)
{
    JsonRef node = make(JsonType::Integer);
    node->m_integer = value;
    return node;
}

JsonRef JsonNode::real(double value)
{
    JsonRef node = make(JsonType::Float);
    node->m_real = value;
    return node;
}

JsonRef JsonNode::string(std::string value)
{
    JsonRef node = make(JsonType::String);
    node->m_text = std::move(value);
    return node;
}

JsonRef JsonNode::boolean(bool value)
{
    JsonRef node = make(JsonType::Boolean);
    node->m_integer = value ? 1 : 0;
    return node;
}

JsonRef JsonNode::property(std::string name, JsonRef value)
{
    JsonRef node = make(JsonType::Property);
    node->m_text = std::move(name);
    return node->append(std::move(value)) ? node : nullptr;
}

JsonRef JsonNode::find(std::string_view name, bool ignoreCase) const
{
    for (auto item = m_items.rbegin(); item != m_items.rend(); ++item) // of duplicates the last one counts
        if (sameMemberName((*item)->m_text, name, ignoreCase))
            return (*item)->value();
    return nullptr;
}

bool JsonNode::adopt(JsonRef &child)
{
    const JsonNode *root = this;
    while (root->m_parent)
        root = root->m_parent;
    if (child->m_parent || child.get() == root)
        child = child->clone();
    int height = child->m_height + 1;
    for (JsonNode *node = this; node && node->m_height < height; node = node->m_parent, ++height) {
        if (height > deepest)
            return false;
        node->m_height = height;
    }
    child->m_parent = this;
    return true;
}

bool JsonNode::append(JsonRef child) { return insert(m_items.size(), std::move(child)); }

bool JsonNode::insert(size_t at, JsonRef child)
{
    if (!adopt(child))
        return false;
    m_items.insert(m_items.begin() + static_cast<std::ptrdiff_t>(std::min(at, m_items.size())), std::move(child));
    return true;
}

bool JsonNode::setMember(const std::string &name, JsonRef value)
{
    for (const JsonRef &item : m_items)
        if (item->m_text == name)
            return item->setItem(0, std::move(value));
    JsonRef made = property(name, std::move(value));
    return made && append(std::move(made));
}

bool JsonNode::setItem(size_t at, JsonRef value)
{
    if (m_items[at] == value)
        return true;
    m_items[at]->m_parent = nullptr;
    if (!adopt(value))
        return false;
    m_items[at] = std::move(value);
    return true;
}

bool JsonNode::removeMember(std::string_view name)
{
    for (size_t i = 0; i < m_items.size(); ++i)
        if (m_items[i]->m_text == name) {
            removeAt(i);
            return true;
        }
    return false;
}

void JsonNode::removeAt(size_t at)
{
    m_items[at]->m_parent = nullptr;
    m_items.erase(m_items.begin() + static_cast<std::ptrdiff_t>(at));
}

void JsonNode::removeSelf()
{
    JsonNode *parent = m_parent;
    if (!parent)
        return;
    if (parent->m_type == JsonType::Property)
        return parent->removeSelf();
    for (size_t i = 0; i < parent->m_items.size(); ++i)
        if (parent->m_items[i].get() == this)
            return parent->removeAt(i);
}

JsonRef JsonNode::clone() const
{
    JsonRef copy = make(m_type);
    copy->m_integer = m_integer;
    copy->m_real = m_real;
    copy->m_text = m_text;
    copy->m_height = m_height;
    copy->m_items.reserve(m_items.size());
    for (const JsonRef &item : m_items) {
        copy->m_items.push_back(item->clone());
        copy->m_items.back()->m_parent = copy.get();
    }
    return copy;
}

size_t JsonNode::count() const
{
    size_t total = 1;
    for (const JsonRef &item : m_items)
        total += item->count();
    return total;
}

bool JsonNode::equals(const JsonNode &other) const
{
    if (m_type != other.m_type || m_integer != other.m_integer || m_real != other.m_real || m_text != other.m_text
        || m_items.size() != other.m_items.size())
        return false;
    if (m_type == JsonType::Object)
        return std::all_of(m_items.begin(), m_items.end(), [&](const JsonRef &item) {
            const JsonRef theirs = other.find(item->m_text);
            return theirs && theirs->equals(*item->value());
        });
    return std::equal(m_items.begin(), m_items.end(), other.m_items.begin(),
                      [](const JsonRef &a, const JsonRef &b) { return a->equals(*b); });
}

std::string JsonNode::path() const
{
    if (!m_parent)
        return {};
    std::string up = m_parent->path();
    if (m_type == JsonType::Property)
        return up.empty() ? m_text : up + "." + m_text;
    if (m_parent->m_type != JsonType::Array)
        return up;
    const auto at = std::find_if(m_parent->m_items.begin(), m_parent->m_items.end(), [this](const JsonRef &item) { return item.get() == this; });
    return up + "[" + std::to_string(at - m_parent->m_items.begin()) + "]";
}

std::string JsonNode::write(bool indented) const
{
    std::string out;
    write(out, indented, 0);
    return out;
}

void JsonNode::write(std::string &out, bool indented, int depth) const
{
    switch (m_type) {
    case JsonType::Object:
    case JsonType::Array: return writeItems(out, indented, depth);
    case JsonType::Property:
        appendJsonString(out, m_text);
        out += indented ? ": " : ":";
        return m_items.front()->write(out, indented, depth);
    case JsonType::Integer: out += std::to_string(m_integer); return;
    case JsonType::Float: out += realText(m_real); return;
    case JsonType::String: appendJsonString(out, m_text); return;
    case JsonType::Boolean: out += booleanValue() ? "true" : "false"; return;
    case JsonType::None:
    case JsonType::Null: out += "null"; return;
    }
}

void JsonNode::writeItems(std::string &out, bool indented, int depth) const
{
    const bool isObject = m_type == JsonType::Object;
    out += isObject ? '{' : '[';
    for (size_t i = 0; i < m_items.size(); ++i) {
        out += i > 0 ? "," : "";
        if (indented)
            out += "\r\n" + std::string(2 * static_cast<size_t>(depth + 1), ' ');
        m_items[i]->write(out, indented, depth + 1);
    }
    if (indented && !m_items.empty())
        out += "\r\n" + std::string(2 * static_cast<size_t>(depth), ' ');
    out += isObject ? '}' : ']';
}

JsonRef parseJson(std::string_view text, size_t mostTokens, std::string &problem)
{
    TreeBuilder builder(mostTokens);
    if (jsonNestsTooDeep(text, JsonNode::deepest / 2 - 1)) {
        problem = "The JSON nests too deep.";
        return nullptr;
    }
    if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
        return builder.m_root;
    problem = builder.m_problem.empty() ? "The text is not valid JSON." : builder.m_problem;
    return nullptr;
}

std::string realText(double value)
{
    if (std::isnan(value))
        return "\"NaN\"";
    if (std::isinf(value))
        return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    std::string out(text, end);
    if (out.find_first_of(".e") == std::string::npos)
        out += ".0";
    for (char &c : out)
        c = c == 'e' ? 'E' : c;
    return out;
}

} // namespace qd::lab::policy
