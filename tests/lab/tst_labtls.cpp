#include "labfixture.h"
#include "testmain.h"

#include <QFile>
#include <QDateTime>
#include <QDir>
#include <QSslCertificate>
#include <QSslCertificateExtension>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QUrl>

#include <sys/stat.h>

using namespace qd;

/// The second port: TLS with this installation's own authority, which clients must trust first.
class TestLabTls : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void authorityIsMadeOnce();
    void authorityVouchesForLoopbackOnly();
    void servesWhoTrustsIt();
    void damagedAuthorityIsReplaced();
    void unwritableFolder();

private:
    static lab::LabOptions optionsIn(const QTemporaryDir &folder)
    {
        lab::LabOptions options = test::LabFixture::emptyOptions();
        options.tlsPort = 0;
        options.dataFolder = folder.path();
        return options;
    }
    static QList<QSslCertificate> authorityOf(const lab::LabInfo &info) { return QSslCertificate::fromPath(info.caFile); }
    /// The body of a GET by TLS, or why there is none.
    static QByteArray get(const lab::LabInfo &info, const QByteArray &target, const QList<QSslCertificate> &trusted);
};

QByteArray TestLabTls::get(const lab::LabInfo &info, const QByteArray &target, const QList<QSslCertificate> &trusted)
{
    const QUrl url(info.tlsEndpoint);
    QSslSocket socket;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(trusted);
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted(url.host(), static_cast<quint16>(url.port()));
    if (!socket.waitForEncrypted(10'000))
        return QByteArray("no: " + socket.errorString().toUtf8());
    socket.write("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(url.port()) + "\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(10'000))
        answer += socket.readAll();
    return answer + socket.readAll();
}

void TestLabTls::authorityIsMadeOnce()
{
    const QTemporaryDir folder;
    const lab::LabOptions options = optionsIn(folder);
    QByteArray first;
    for (int run = 0; run < 2; ++run) {
        const test::LabFixture lab(options);
        QFile file(lab.info().caFile);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray pem = file.readAll();
        QCOMPARE(pem.count("-----BEGIN"), 1); // no key
        QVERIFY(run == 0 || pem == first);
        first = pem;
    }
    struct stat key{};
    QCOMPARE(stat(QFile::encodeName(folder.filePath(QStringLiteral("lab/authority.pem"))).constData(), &key), 0);
    QCOMPARE(key.st_mode & 0777U, 0600U);
    QVERIFY(stat(QFile::encodeName(folder.filePath(QStringLiteral("lab"))).constData(), &key) == 0 && (key.st_mode & 0077U) == 0);
}

void TestLabTls::authorityVouchesForLoopbackOnly()
{
    const QTemporaryDir folder;
    const test::LabFixture lab(optionsIn(folder));
    const QSslCertificate authority = authorityOf(lab.info()).value(0);
    bool isConstrained = false;
    for (const QSslCertificateExtension &extension : authority.extensions())
        isConstrained = isConstrained || (extension.oid() == QStringLiteral("2.5.29.30") && extension.isCritical());
    QVERIFY(isConstrained);
    QVERIFY(authority.expiryDate() > QDateTime::currentDateTimeUtc().addYears(9));
}

void TestLabTls::servesWhoTrustsIt()
{
    const QTemporaryDir folder;
    const test::LabFixture lab(optionsIn(folder));
    const QByteArray target = "/" + lab.info().tenantId.toUtf8() + "/v2.0/.well-known/openid-configuration";
    const QByteArray answer = get(lab.info(), target, authorityOf(lab.info()));
    QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
    QVERIFY2(answer.contains(QByteArray("\"token_endpoint\":\"" + lab.info().tlsEndpoint.toUtf8() + "/")), answer.constData());
    QVERIFY(!answer.contains("http://"));
    QVERIFY(get(lab.info(), target, {}).startsWith("no: "));
    QCOMPARE(lab.send("GET", target).status, 200); // the other port still speaks plainly
    const test::HttpAnswer live = lab.send("POST", "/QuickPulseService.svc/ping?ikey=x", {}, "{}");
    QCOMPARE(live.status, 200);
    QCOMPARE(live.headers.value("x-ms-qps-subscribed"), QByteArray("false"));
    QVERIFY(lab.info().connectionString.contains(QStringLiteral("IngestionEndpoint=") + lab.info().tlsEndpoint + QStringLiteral("/;LiveEndpoint=")));
}

void TestLabTls::damagedAuthorityIsReplaced()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("lab")));
    QFile file(folder.filePath(QStringLiteral("lab/authority.pem")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("-----BEGIN nonsense") > 0);
    file.close();
    const test::LabFixture lab(optionsIn(folder));
    QVERIFY(get(lab.info(), "/", authorityOf(lab.info())).startsWith("HTTP/1.1 404"));
}

void TestLabTls::unwritableFolder()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("lab")));
    QVERIFY(file.open(QIODevice::WriteOnly)); // where a folder should be
    const auto lab = lab::Lab::start(optionsIn(folder));
    QVERIFY(!lab);
    QVERIFY(lab.error().message.contains(QStringLiteral("certificate authority")));
}

QD_TEST_MAIN(QCoreApplication, TestLabTls)
#include "tst_labtls.moc"
