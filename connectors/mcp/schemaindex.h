#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <nlohmann/json_fwd.hpp>

namespace qd {

/// A JSON Schema inside a document, and the URI that references in it are relative to.
struct SchemaPlace {
    const nlohmann::json *schema = nullptr; ///< null: unknown
    QString base;
};

/// Where the parts of JSON Schema documents are: by URI, by anchor, by pointer. Reads what it is given and fetches nothing.
/// Borrows the documents.
class SchemaIndex
{
public:
    /// Old: of draft 7 or before, where nothing counts beside $ref.
    explicit SchemaIndex(bool isOld) : m_isOld(isOld) {}

    /// A document is found at `uri` and, if it names itself, at its $id.
    void add(const nlohmann::json &document, const QString &uri);
    /// The URI that references in `schema` are relative to, when those around it are relative to `outer`.
    [[nodiscard]] QString baseIn(const nlohmann::json &schema, const QString &outer) const;
    [[nodiscard]] SchemaPlace find(const QString &reference, const QString &base) const;
    /// As $dynamicRef finds it: in the first of the resources `scope` that has the anchor, if the nearest one has it too.
    [[nodiscard]] SchemaPlace findDynamic(const QString &reference, const QString &base, const QStringList &scope) const;
    [[nodiscard]] bool hasDynamicAnchors() const { return !m_dynamic.isEmpty(); }

private:
    void walk(const nlohmann::json &schema, const QString &outer, int depth);
    void walkParts(const nlohmann::json &schema, const QString &base, int depth);
    void note(const nlohmann::json &schema, const QString &base);

    [[nodiscard]] SchemaPlace byPointer(SchemaPlace place, const QString &pointer) const;

    const bool m_isOld;
    QHash<QString, SchemaPlace> m_resources;
    QHash<QString, SchemaPlace> m_anchors; ///< "uri#name"
    QHash<QString, SchemaPlace> m_dynamic; ///< the dynamic ones of them
};

/// Whether a document says that it is of draft 7 or before.
[[nodiscard]] bool isOldSchema(const nlohmann::json &document);

} // namespace qd
