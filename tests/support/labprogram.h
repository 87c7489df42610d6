#pragma once

#include "labfixture.h"

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

namespace qd::test {

/// How a run of deckctl ended.
struct DeckRun {
    int code = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QByteArray all() const { return QByteArray(out + err); }
    [[nodiscard]] QJsonObject json() const;
    /// For the message of a failed check.
    [[nodiscard]] QByteArray told() const { return QByteArray("exit " + QByteArray::number(code) + "\n" + all()); }
};

/// A whole policy document that a gateway accepts; what tells it from others is the request header that it deletes.
QString policyDeleting(const char *header);

/// decklab as the program that people start, for tests of other whole programs. Ends with its owner.
class LabProgram
{
public:
    /// Starts it and waits until it is ready; false with error().
    bool start(const QStringList &arguments);
    [[nodiscard]] QString error() const { return m_error; }
    /// A file that --connect takes.
    [[nodiscard]] QString connectFile() const { return m_folder.filePath(QStringLiteral("lab.json")); }
    [[nodiscard]] QString value(const char *name) const { return m_info.value(QLatin1StringView(name)).toString(); }

    /// Breaks or mends something through /lab/control.
    [[nodiscard]] bool setFault(const QString &name, bool isOn, QJsonObject parameters = {}) const;
    /// One call to Resource Manager, by a client that is none of ours.
    HttpAnswer apim(const QByteArray &method, const QByteArray &path, const HeaderList &headers = {}, const QByteArray &body = {}) const;
    HttpAnswer site(const QByteArray &method, const QByteArray &path, const QByteArray &body = {}) const;
    /// The policy document of an API as it stands, with its ETag in the headers.
    HttpAnswer policy(const QByteArray &api) const { return apim("GET", "/apis/" + api + "/policies/policy", {}, {}); }
    HttpAnswer putPolicy(const QByteArray &api, const QString &xml) const;

    /// A run of deckctl on this lab, to its end.
    DeckRun deck(const QString &stateFolder, const QStringList &arguments, const QByteArray &input = {}) const;
    /// The same, begun only.
    std::unique_ptr<QProcess> beginDeck(const QString &stateFolder, const QStringList &arguments) const;
    static DeckRun end(QProcess &process);

    ~LabProgram();

private:
    HttpAnswer send(const QByteArray &method, const QByteArray &target, HeaderList headers, const QByteArray &body) const;
    [[nodiscard]] QByteArray provider(const QString &name) const;

    QTemporaryDir m_folder;
    QProcess m_process;
    QJsonObject m_info;
    QString m_error;
};

} // namespace qd::test
