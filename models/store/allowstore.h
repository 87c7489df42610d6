#pragma once

#include "allowserver.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace qd {

/// The MCP servers with their tools and decisions, which of them is open, and who can prove a list. GUI thread.
class AllowStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AllowStore)

public:
    static constexpr qsizetype maxServers = 500; ///< further ones are dropped

    explicit AllowStore(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] const QStringList &keys() const { return m_keys; }
    [[nodiscard]] const AllowServer *server(const QString &key) const;
    [[nodiscard]] QList<AllowServer> servers() const;
    [[nodiscard]] const QString &openKey() const { return m_open; }
    [[nodiscard]] const AllowServer *openServer() const { return server(m_open); }
    /// Names of the subscriptions that may stand in as the subject.
    [[nodiscard]] const QStringList &subjects() const { return m_subjects; }
    [[nodiscard]] bool isListed() const { return m_isListed; }
    [[nodiscard]] const std::optional<Error> &listError() const { return m_listError; }

    void setServers(const QList<AllowServer> &servers);
    /// Another account: nothing is known.
    void clear();
    void setSubjects(const QStringList &subjects);
    void setListError(const std::optional<Error> &error);
    void apply(const AllowServer &server);
    void open(const QString &key);

signals:
    void serversChanged();
    void serverChanged(const QString &key);
    void openChanged();
    void subjectsChanged();

private:
    QStringList m_keys;
    QHash<QString, AllowServer> m_servers;
    QStringList m_subjects;
    QString m_open;
    std::optional<Error> m_listError;
    bool m_isListed = false;
};

} // namespace qd
