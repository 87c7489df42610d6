#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace qd {

/// True for names of headers, variables and options that hold keys: authorization, cookie, token, password and the like.
[[nodiscard]] bool soundsSecret(const QString &name);

/// A key in clear on a command line.
struct SecretArgument {
    qsizetype index = 0; ///< of the argument
    qsizetype from = 0;  ///< where in it the key begins
    qsizetype size = 0;  ///< to the end, but in a script: what follows there is the program, not the key
    QString name;        ///< what it is called: "api-key"
    bool operator==(const SecretArgument &) const = default;
};

/// "sh -c SCRIPT", "node -e SCRIPT", but not "docker run -e NAME=X".
[[nodiscard]] bool isProgramText(const QStringList &arguments, qsizetype index);

/// Keys among the arguments of a command, told by their names: "--api-key X", "--token=X", "API_KEY=X",
/// "Authorization: Bearer X". References ("${env:X}") are no keys. Pure, any thread.
[[nodiscard]] QList<SecretArgument> secretArguments(const QStringList &arguments);

} // namespace qd
