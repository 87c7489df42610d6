#pragma once

#include <QString>

#include <vector>

namespace qd::query {

/// One value in a JSON text, in the order of the text; children follow their parent.
struct JsonNode {
    enum class Kind { Object, Array, String, Number, Bool, Null };
    Kind kind = Kind::Null;
    QString key;     ///< member name, or empty
    QString text;    ///< of a scalar: the string without its quotes, the number as written
    int depth = 0;   ///< 0 is the whole
    int parent = -1; ///< index into the list
    int index = 0;   ///< among the parent's children
    int children = 0;
};

struct JsonNodes {
    std::vector<JsonNode> nodes; ///< empty: not JSON
    bool isCut = false;          ///< there is more than the limits allow
};

/// The values of a JSON text, for people to look at and charts to draw: at most `most` of them, 64 deep, strings cut at
/// 10 000 characters. Forgiving where no harm is done; no text makes it fail or run away. Any thread.
JsonNodes jsonNodes(QStringView json, size_t most = 20000);
/// The text with a line for each value, indented; as it was when it is not JSON.
QString prettyJson(const QString &json, size_t most = 20000);

} // namespace qd::query
