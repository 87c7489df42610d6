#pragma once

#include "mcp/collection.h"
#include "result.h"

#include <QHash>
#include <QString>
#include <QStringList>

namespace qd {

/// The variables of a run and their use: "${name}" in any text. A text that is one variable and nothing else becomes its
/// value, type kept; "$${" stays "${". What was written by the collection's author may use variables itself; what came
/// from a server is never expanded. A value.
class CollectionVariables
{
public:
    /// Written by the author.
    void define(const QString &name, const QString &json);
    void define(const collection::Variables &variables);
    /// Taken as it is: what a server said, a secret, the environment.
    void set(const QString &name, const QString &json);
    void setText(const QString &name, const QString &text);
    [[nodiscard]] bool contains(const QString &name) const { return m_values.contains(name); }

    /// Every text in a JSON value; what uses no variable, numbers too, stays as it was written. ErrorKind::Invalid names the
    /// variable that is not there.
    [[nodiscard]] Result<QString> inJson(const QString &json) const;
    [[nodiscard]] Result<QString> inText(const QString &text) const;

private:
    struct Value {
        QString json;
        bool isLiteral = false;
    };
    QHash<QString, Value> m_values;
};

/// The references "env:X", "env:X:-default" and "secret:name" in texts that the author wrote, each once.
[[nodiscard]] QStringList referencesIn(const QString &text);

} // namespace qd
