#pragma once

#include "arm/apimconnector.h"
#include "clock.h"
#include "localstate/objecthistory.h"
#include "policystore.h"
#include "policywriter.h"
#include "writeguard.h"

#include <QObject>
#include <QTimer>

namespace qd {

/// Reads, lints, writes and restores policies. What the editor holds is a draft in the store; nothing that is read ever
/// replaces it unasked. GUI thread.
class PolicyController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PolicyController)

public:
    static constexpr std::chrono::minutes undoLasts{10};
    static constexpr int maxVersions = 200;

    /// All are borrowed.
    struct Parts {
        ApimConnector &apim;
        WriteGuard &guard;
        ObjectHistory &history;
        PolicyStore &store;
        const Clock &clock;
    };
    enum class Resolution {
        TakeTheirs, ///< the draft becomes theirs; mine stays in the history
        Merge,      ///< mine and theirs laid together; where both changed a line, mine
        KeepMine    ///< mine as it is, to be written over theirs after another look and confirmation
    };

    PolicyController(const Parts &parts, QString actor, QObject *parent = nullptr);
    ~PolicyController() override;

    /// Asks for the service and its APIs.
    void refreshScopes();
    /// Shows the policy of this key and reads it, unless it is being read.
    void open(const QString &key);
    /// Shows the policy of an API once it is known.
    void openApi(const ApiId &api);
    /// Reads the open policy anew; a changed draft stays.
    void reload();
    /// What the editor holds now; checked after a moment of rest.
    void setDraft(const QString &text);
    /// Checks the draft at once.
    void lint();
    /// Throws the draft away.
    void revert();
    /// Writes the draft. Refused while it has errors or does not differ: `refused` tells why.
    void apply();
    void resolve(Resolution resolution);
    /// The text of an old version becomes the draft and is written like any other.
    void restore(const PolicyVersion &version);
    /// Writes what was there before the last write, within undoLasts.
    void undo();
    [[nodiscard]] bool isLoading() const { return !m_list.isFinished() || !m_read.isFinished(); }

signals:
    void refused(const QString &reason);
    /// The draft became another text than what the editor sent.
    void draftReplaced(const QString &key);
    void written(const QString &key, bool isVerified);

private:
    void onApis(const ApimService &service, const Result<QList<ApimApi>> &apis);
    void onRead(const QString &key, const Result<PolicyText> &text);
    void onWritten(const PolicyWrite &what, const Result<PolicyWritten> &result);
    void conflict(PolicyState state, const PolicyWrite &what, const PolicyText &theirs);
    void write(const PolicyState &state, const QString &text, const QString &verb, const QString &title);
    void readVersions();
    void change(const QString &key, const std::function<void(PolicyState &)> &change);

    Parts m_parts;
    PolicyWriter m_writer;
    QHash<QString, PolicyScope> m_scopes;
    QString m_serviceId;
    ApiId m_wanted;
    QTimer m_lintRest;
    QTimer m_undoEnd;
    Call m_list;
    Call m_read;
    Call m_versions;
    Call m_write;
};

} // namespace qd
