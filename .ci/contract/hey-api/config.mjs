export default { input: '../../openapi.yaml', output: 'build/hey-api' };
