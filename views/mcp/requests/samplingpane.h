#pragma once

#include "mcp/requests/requestpane.h"

class QLineEdit;
class QPlainTextEdit;

namespace qd {

class CodePane;
class FactList;

/// A server wants a model's answer: what would be put to the model, whole, and the answer, which a person writes or
/// mends before it goes out. GUI thread.
class SamplingPane final : public RequestPane
{
    Q_OBJECT

public:
    SamplingPane(const Theme &theme, QWidget *parent);

    /// Who can be asked for an answer; empty: nobody.
    void setModelName(const QString &name);
    /// An answer to be reviewed; an empty one: there was none.
    void setProposal(const McpSamplingAnswer &answer);

signals:
    void proposalRequested();
    void answered(const QString &model, const QString &text);

protected:
    void showRequest(const McpPendingRequest &request) override;

private:
    void refreshPropose();

    quint64 m_id = 0;
    FactList *m_facts;
    CodePane *m_messages;
    QLineEdit *m_model;
    QPlainTextEdit *m_answer;
    QPushButton *m_propose;
    bool m_isAsking = false;
    bool m_isWaiting = false;
};

} // namespace qd
