#pragma once

#include "policystate.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace qd {

/// The scopes with their policies, which of them is open, and its local history. GUI thread.
class PolicyStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PolicyStore)

public:
    static constexpr qsizetype maxScopes = 2000; ///< further ones are dropped

    explicit PolicyStore(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] const QStringList &keys() const { return m_keys; }
    /// The scope, or nullptr. Valid until the next change.
    [[nodiscard]] const PolicyState *state(const QString &key) const;
    [[nodiscard]] QList<PolicyState> states() const;
    [[nodiscard]] const QString &openKey() const { return m_open; }
    [[nodiscard]] const PolicyState *openState() const { return state(m_open); }
    [[nodiscard]] const QList<PolicyVersion> &versions() const { return m_versions; }

    /// Takes over the list of scopes: what is known of those that stay is kept, also drafts.
    void setScopes(const QList<PolicyState> &scopes);
    /// Another account: nothing is known.
    void clear();
    void apply(const PolicyState &state);
    void open(const QString &key);
    void setVersions(const QList<PolicyVersion> &versions);
    /// What keeps the list from being read; nothing: it was read.
    void setListError(const std::optional<Error> &error);
    [[nodiscard]] const std::optional<Error> &listError() const { return m_listError; }
    [[nodiscard]] bool isListed() const { return m_isListed; }

signals:
    void scopesChanged();
    void stateChanged(const QString &key);
    void openChanged();
    void versionsChanged();

private:
    QStringList m_keys;
    QHash<QString, PolicyState> m_states;
    QString m_open;
    QList<PolicyVersion> m_versions;
    std::optional<Error> m_listError;
    bool m_isListed = false;
};

} // namespace qd
