#pragma once

#include <QString>

namespace qd::test {

/// PEM files of one certificate.
struct TestCertificate {
    QString certificateFile;
    QString keyFile;
};

/// A certificate authority for tests alone: made anew each time, in the folder it is given, with keys on P-256.
class TestAuthority
{
public:
    /// The folder must outlive it. Writes NAME.pem.
    explicit TestAuthority(QString folder, const QString &name = QStringLiteral("ca"));

    [[nodiscard]] const QString &caFile() const { return m_own.certificateFile; }
    /// For a host name or address, valid from so many days from now to so many.
    [[nodiscard]] TestCertificate issue(const QString &host, int fromDay = -1, int toDay = 30) const;
    /// The same key with a passphrase.
    [[nodiscard]] QString withPassphrase(const TestCertificate &certificate) const;

private:
    const QString m_folder;
    TestCertificate m_own;
};

} // namespace qd::test
