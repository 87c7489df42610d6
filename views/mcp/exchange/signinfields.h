#pragma once

#include "mcp/exchange/newserver.h"

#include <QWidget>

class QLineEdit;

namespace qd {

/// How to sign in to a protected server, for those that do not find everything out by themselves. GUI thread.
class SignInFields final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SignInFields)

public:
    explicit SignInFields(QWidget *parent = nullptr);

    void setSignIn(const NewSignIn &signIn);
    [[nodiscard]] NewSignIn signIn() const;
    /// What is wrong with it; empty: nothing.
    [[nodiscard]] QString problem() const;

private:
    QLineEdit *m_clientId;
    QLineEdit *m_secret;
    QLineEdit *m_issuer;
    QLineEdit *m_document;
    QLineEdit *m_scopes;
    bool m_isSecretKept = false;
};

} // namespace qd
