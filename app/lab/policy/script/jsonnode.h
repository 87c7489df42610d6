#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qd::lab::policy {

class JsonNode;
using JsonRef = std::shared_ptr<JsonNode>;

/// Kinds of JSON tokens, with the numbers that JTokenType gives them.
enum class JsonType { None = 0, Object = 1, Array = 2, Property = 4, Integer = 6, Float = 7, String = 8, Boolean = 9, Null = 10 };

/// One token of a mutable JSON tree with references up and down, as the JSON classes of expressions behave: adding a token
/// that already has a parent adds a copy. Members of an object are Property nodes in the order they came. One thread.
class JsonNode : public std::enable_shared_from_this<JsonNode>
{
public:
    static constexpr int deepest = 128;

    explicit JsonNode(JsonType type) : m_type(type) {}
    static JsonRef make(JsonType type) { return std::make_shared<JsonNode>(type); }
    static JsonRef integer(int64_t value);
    static JsonRef real(double value);
    static JsonRef string(std::string value);
    static JsonRef boolean(bool value);
    static JsonRef null() { return make(JsonType::Null); }
    static JsonRef property(std::string name, JsonRef value);

    [[nodiscard]] JsonType type() const { return m_type; }
    [[nodiscard]] const std::string &text() const { return m_text; } ///< of a string, or the property's name
    [[nodiscard]] int64_t integerValue() const { return m_integer; }
    [[nodiscard]] double realValue() const { return m_real; }
    [[nodiscard]] bool booleanValue() const { return m_integer != 0; }
    [[nodiscard]] const std::vector<JsonRef> &items() const { return m_items; }
    [[nodiscard]] JsonRef parent() const { return m_parent ? m_parent->shared_from_this() : nullptr; }

    /// The property's value, or the object's member of this name; null when there is none.
    [[nodiscard]] JsonRef value() const { return m_items.empty() ? nullptr : m_items.front(); }
    [[nodiscard]] JsonRef find(std::string_view name, bool ignoreCase = false) const;

    /// Each returns false when the tree would nest too deep.
    bool append(JsonRef child);
    bool insert(size_t at, JsonRef child);
    bool setMember(const std::string &name, JsonRef value);
    bool setItem(size_t at, JsonRef value);
    bool removeMember(std::string_view name);
    void removeAt(size_t at);
    /// Takes this token out of its parent; a property's value takes its property along.
    void removeSelf();

    [[nodiscard]] JsonRef clone() const;
    /// Number of tokens in the tree.
    [[nodiscard]] size_t count() const;
    [[nodiscard]] bool equals(const JsonNode &other) const;
    [[nodiscard]] std::string path() const;
    /// `indented` as the service's ToString() writes it: two spaces, CRLF.
    [[nodiscard]] std::string write(bool indented) const;
    ~JsonNode();
    JsonNode(const JsonNode &) = delete;
    JsonNode &operator=(const JsonNode &) = delete;

private:
    bool adopt(JsonRef &child);
    void write(std::string &out, bool indented, int depth) const;
    void writeItems(std::string &out, bool indented, int depth) const;

    JsonType m_type;
    int64_t m_integer = 0;
    double m_real = 0;
    int m_height = 0;
    std::string m_text;
    std::vector<JsonRef> m_items;
    JsonNode *m_parent = nullptr;
};

/// Reads JSON text; null with `problem` filled when it is not JSON, nests too deep or holds more than `mostTokens`.
JsonRef parseJson(std::string_view text, size_t mostTokens, std::string &problem);

/// A real number as JSON writes it, always with a point or an exponent.
std::string realText(double value);

} // namespace qd::lab::policy
