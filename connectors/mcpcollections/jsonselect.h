#pragma once

#include "mcp/jsonpath.h"

#include <QByteArrayView>

#include <nlohmann/json.hpp>

#include <vector>

namespace qd {

/// JSON with its order kept. For the sources of this folder alone.
using CollectionJson = nlohmann::ordered_json;

inline constexpr std::size_t maxSelected = 10000;
inline constexpr int maxCollectionDepth = 64;

/// What a path finds, in document order, at most maxSelected values. Borrowed from `json`.
[[nodiscard]] std::vector<const CollectionJson *> selectJson(const CollectionJson &json, const QList<jsonpath::Part> &path);
/// The text without blanks; broken UTF-8 is replaced.
[[nodiscard]] QString jsonText(const CollectionJson &json);
/// JSON as it was written, order and numbers too, without the blanks between its parts.
[[nodiscard]] QByteArray withoutBlanks(QByteArrayView json);
/// Reads a document of at most maxCollectionDepth levels. ErrorKind::Invalid has line and column.
[[nodiscard]] Result<CollectionJson> parseJson(const QByteArray &text);

} // namespace qd
